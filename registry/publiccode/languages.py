"""The languages of three letters that BCP 47 knows, and what it calls by another name now.

Facts of IANA's Language Subtag Registry (RFC 5646, 3.1) of 2025-08-25, as npm's language-subtag-registry 0.4.2 carries
it under CC0-1.0. A language registered later is unknown here.
"""

from collections.abc import Mapping
from types import MappingProxyType

# The first two letters, and every third letter: aa:abc stands for aaa, aab and aac.
_OF_THREE = """
    aa:abcdefghiklmnopqstuvwxz ab:abcdefghijlmnopqrstuvwxyz ac:abdefhiklmnpqrstuvwxyz
    ad:abdefghijlnopqrstuwxyz ae:abcdeklmnqrsuwyz af:abdeghiknopstuz ag:abcdefghijklmnopqrstuvwxyz
    ah:abghiklmnoprst ai:abcdefghijklmnopqrstwxy aj:aginpstuwz ak:bcdefghijklmopqrstuvwxyz
    al:acdefghijklmnopqrstuvwxyz am:abcefgijklmnopqrstuvwxyz an:abcdefghijklmnopqrstuvwxyz
    ao:abcdefghijklmnrstuxz ap:abcdefghijklmnopqrstuvwxyz aq:acdgklmnprtz ar:bcdehijklnopqrstuvwxyz
    as:abcdefghijklnopqrstuvwxyz at:abcdeghijklmnopqrstuvwxyz au:abcdefghijklmnopqrstuwxyz av:bdiklmnostuv
    aw:abcdeghikmnorstuvwxy ax:begklmx ay:abcdeghiklnopqrstuxyz az:abcdgjmnotz ba:abcdefghijlnoprstuvwxyz
    bb:abcdefghijklmnopqrstuvwxyz bc:abcdefghijklmnopqrstuvwyz bd:abcdefghijklmnopqrstuvwxyz
    be:abcdefghijkmopqrstuvwxyz bf:abcdefghijklmnopqrstuwxyz bg:abcdefgijklmnopqrstuvwxyz
    bh:abcdefghijklmnopqrstuvwxyz bi:abcdefgjklmnopqrtuvwxyz bj:abcdefghijklmnopqrstuvwxyz
    bk:abcdfghijklmnopqrstuvwxyz bl:abcdefghijklmnopqrstvwxyz bm:abcdefghijklmnopqrstuvwxyz
    bn:abcdefgijklmnopqrstuvwxyz bo:abefghijklmnopqrtuvwxyz bp:abcdeghijklmnopqrstuvwxyz
    bq:abcdfghijklmnopqrstuvwxyz br:abcdfghijklmnopqrstuvwxyz bs:abcefghijklmnopqrstuvwxy
    bt:abcdefghijklmnopqrstuvwxyz bu:abcdefghijkmnopqstuvwxyz bv:abcdefghijklmnopqrtuvwxyz
    bw:abcdefghijklmnopqrstuwxyz bx:abcdefghijklmnopqrsuvwxz by:abcdefghijklmnopqrstvwxyz
    bz:abcdefghijklmnopqrstuvwxyz ca:abcdefghijklmnopqrsuvwxyz cb:abcdeghijklnoqrstuvwy cc:acdeghjlmnopqrs
    cd:acdefghijmnorsyz ce:abgklnty cf:adgm cg:acgk ch:bcdfghjklmnopqrtwxyz ci:abcdehkmnprwy
    cj:aehikmnoprsvy ck:abhlmnoqrstuvxyz cl:acdehijklmostuwy cm:acegiklmnorst cn:abcghiklopqrstuwx
    co:abcdefghjklmnopqtuvwxyz cp:abcefginopsuxy cq:du cr:abcdfghijklmnopqrstvwxyz
    cs:abcdefghijklmnopqrstuvwxyz ct:acdeghlmnopstuyz cu:abcghijklmopqrstuvwxy cv:gn cw:abdegt cx:h cy:abo
    cz:hknot da:acdefghijklmopqrsuvwxyz db:abdefgijlmnopqrtuvwy dc:cr dd:adegijnorsw de:cdefghiklmnpqrsvz
    dg:abcdeghiklnorstuwxz dh:adgilmnorsuvwx di:abcdfghijklmnopqrstuwxyz dj:abcdefijklmnoruw dk:agklrsx
    dl:gkmn dm:abcdefgklmnorsuvwxy dn:adegijknortuvwy do:abcefhiklnopqrstvwxyz dp:p dr:abcdeghilnoqrstuwy
    ds:behiklnoqz dt:abdhikmnoprstuy du:abcdefghijklmnopqrsuvwxyz dv:a dw:aklrsuwyz dy:abdgimnoruy dz:adegln
    ea:a eb:cgkoru ec:rsy ee:e ef:aei eg:almoxy eh:su ei:ptv ej:a ek:acegiklmopry el:ehikmopux
    em:abegikmnopqsuwxyz en:abcdfhlmnoqruvwx eo:t ep:i er:aghikorstw es:eghiklmnoqsuxy et:bchnorstuxz eu:dq
    ev:ehn ew:o ex:t ey:ao ez:ae fa:abdfghijklmnprtuxyz fb:l fc:s fe:r ff:im fg:r fi:aeflprtuw fk:kv
    fl:ahilnry fm:pu fn:bgi fo:dimnrsx fp:e fq:s fr:cdkmopqrst fs:els fu:bcdefhijmnqrtuvy fv:r fw:ae
    ga:abcdefghijklmnopqrstuvwxyz gb:abcdefghijklmnopqrsuvwxyz gc:cdeflnrt gd:abcdefghijklmnoqrstux
    ge:abcdfghijklmqsvwxyz gf:ktx gg:abdegklnortuw gh:acehklnorst gi:abcdeghilmnopqrstuwxyz gj:ikmnru
    gk:adenopu gl:bcdhijkloruwy gm:abdeghlmnqruvwxyz gn:abcdeghijklmnoqrtuwz go:abcdefghijklmnopqrstuvwxyz
    gp:aen gq:ainru gr:abcdghijkmoqrstuvwxyz gs:eglmnopsw gt:aiu gu:abcdefghiklmnopqrstuvwxz
    gv:acefjlmnoprsy gw:abcdefgijmnrtuwx gx:x gy:abdefgilmnoryz gz:ain ha:abcdefghijklmnopqrsvwxyz hb:abnou
    hc:ah hd:nsy he:adghim hg:mw hh:iry hi:abdfghijklmortwx hj:i hk:aehkns hl:abdetu
    hm:abcdefghijklmnpqrstuvwxyz hn:adeghijmnosu ho:abcdehijklmoprstvwyz hp:os hr:acekmoprtuwxz hs:bhlns
    ht:iosux hu:bcdefghijklmopqrstuvwxyz hv:ceknv hw:aco hy:awx ia:inpr ib:abdeghilmnruy ic:ahlr
    id:abcdeirstu if:abefkmuy ig:beglmnosw ih:bipw ii:nr ij:cejnos ik:ehikloprstvwxz il:abgiklmopsuvw
    im:aeilnorsty in:bceghjlmnopstz io:ruw ip:io iq:uw ir:aehiknoruxy is:acdeghikmnortuv
    it:bcdeiklmorstvwxyz iu:m iv:bv iw:kmos ix:cl iy:aox iz:himrz ja:abcdefhjklmnoqrstuxyz jb:eijkmnortuw
    jc:st jd:agt je:beghiklnrtu jg:beko jh:is ji:abcdeghilmoqtuvy jj:er jk:amoprsu jl:es jm:abcdilnrswx
    jn:adgijls jo:bdgrsw jp:arx jq:r jr:abrtu js:l ju:abcdhiklmnoprstuwy jv:dn jw:i jy:aey
    ka:abcdefghijkmopqrvwxy kb:abcdefghijklmnopqrstuvwxyz kc:abcdefghijklmnopqrstuvwxyz
    kd:acdefghijklmnopqrtuvwxyz ke:abcdefghijklmnopqrstuvwxyz kf:abcdefghijklmnopqrstuvwxyz
    kg:abcdefghijklmnopqrstuvwxy kh:abcdefghijklnopqrstuvwxyz ki:abcdefghijlmopqstuvwxyz
    kj:abcdefghijklmnopqrstuvxyz kk:abcdefghijklmnopqrstuvwxyz kl:abcdefghijklmnopqrstuvwxyz
    km:abcdefghijklmnopqrstuvwxyz kn:abcdefgijklmnopqrstuvwxyz ko:acdefghijklopqstuvwxyz
    kp:abcdefghijklmnopqrstuvwxyz kq:abcdefghijklmnopqrstuvwxyz kr:abcdefhijklmnoprstuvwxyz
    ks:abcdefghijklmnopqrstuvwxyz kt:abcdefghijklmnopqrstuvwxyz ku:bcdefghijklmnopqstuvwxyz
    kv:abcdefghijklmnopqrstuvwxyz kw:abcdefghijklmnopqrstuvwxyz kx:abcdefhijklmnopqrstuvwxyz
    ky:abcdefghijklmnopqrstuvwxyz kz:abcdefghijklmnopqrstuvwxyz la:abcdefghijklmnpqrsuwxyz
    lb:abcefgijklmnoqrstuvwxyz lc:cdefhlmpqs ld:abdghijklmnopq le:abcdefghijklmnopqrstuvwxyz lf:an
    lg:abghiklmnoqrstuz lh:ahilmnpstu li:abcdefghijklopqrsuvwxyz lj:aeilpwx lk:abcdehijlmnorstuy
    ll:abcdefghijklmnopqsux lm:abcdefghijklmnopqruvwxyz ln:abdghijlmnosuwz lo:abcefghijklmnopqrstuvwxyz
    lp:aenox lq:r lr:acegiklmnortvz ls:abcdeghilmnoprstvwy lt:cghinosu lu:acdefhijklmnopqrstuvwyz lv:aiklsu
    lw:aeghlmostuw lx:m ly:agn lz:hlnz ma:abdefgijkmnpqstuvwxz mb:abcdefhijklmnopqrstuvwxyz
    mc:abcdefghijklmnopqrstuvwxyz md:abcdefghijklmnpqrstuvwxyz me:abcdefghijklmnopqrstuvwyz
    mf:abcdefghijklmnopqrstuvwxyz mg:abcdefghijklmnopqrstuvwxyz mh:abcdefghijklmnopqrstuwxyz
    mi:abcdefghijklmnopqrstuwxyz mj:abcdeghijklmnopqrstuvwxyz mk:abcefghijklmnopqrstuvwxyz
    ml:abcdefhijklmnopqrsuvwxz mm:abcdefghijklmnopqrtuvwxyz mn:abcdefghijklmnopqrstuvwxyz
    mo:acdefghijkmopqrstuvwxyz mp:abcdeghijklmnopqrstuvwxyz mq:abcefghijklmnopqrstuvwxyz
    mr:abcdefghjklmnopqrstuvwxyz ms:bcdefghijklmnopqrstuvwxyz mt:abcdefghijklmnopqrstuvwxy
    mu:abcdeghijklmnopqrstuvxyz mv:abdefghiklmnopqrstuvwxyz mw:abcdefghijklmnopqrstuvwxyz
    mx:abcdefghijklmnopqrstuvwxyz my:bcdefghijklmnopqrstuvwxyz mz:abcdeghijklmnopqrstuvwxyz
    na:abcdefghijklmnopqrstwxyz nb:abcdefghijkmnopqrstuvwxy nc:abcdefghijklmnopqrstuxz
    nd:abcdfghijklmnpqrstuvwxyz ne:abcdefghijkmnoqrstuvwxyz nf:adlru ng:abcdefghijklmnopqrstuvwxyz
    nh:abcdefghikmnopqrtuvwxyz ni:abcdefghijklmnoqrstuvwxyz nj:abdhijlmnorstuxyz nk:abcdefghijkmnopqrstuvwxz
    nl:acegijklmnoqruvwxyz nm:abcdefghijklmnopqrstuvwxyz nn:abcdefghijklmnpqrstuvwxyz
    no:acdefghijklmnopqstuvwyz np:abghilnosuxy nq:gklmnoqty nr:abcefgiklmnprtuxz
    ns:abcdefghiklmnopqrstuvwxyz nt:degijkmoprsuwxyz nu:abcdefghijklmnopqrstuvwxyz nv:hmo nw:abcegimorwxy
    nx:adegiklmnoqrux ny:bcdefghijklmnopqrstuvwxy nz:abdikmrsuyz oa:ackrv ob:iklmortu oc:ahmou od:aktu
    of:osu og:bcegou oh:tu oi:aen oj:bcgpsvw ok:abcdeghijklmnorsuvxz ol:adekmortu om:abcegiklnopqrtuvwxy
    on:abegijknoprstuwx oo:dgnrs op:akmoty or:aceghnorstuvwxyz os:acinoptux ot:abdeiklmnoqrstuwxyz ou:abeimn
    ov:d ow:il oy:bdmy oz:m pa:abcdefghiklmopqrstuvwxyz pb:bcefghilmnoprstuvyz pc:abcdefghijklmnprw
    pd:acinotu pe:abdefghijklmopqsvxyz pf:ael pg:adgiklnsuyz ph:adghijklmnoqrtuvw
    pi:abcdefghijlmnoprstuvwxyz pj:t pk:abcghnoprstu pl:abcdefghjklnopqrstuvwyz pm:abcdefhijklmnoqrstuwxyz
    pn:abcdeghijklmnopqrstuvwxyz po:cdefghikmnopqstvwxyz pp:aeiklmnopqrstu pq:aemw
    pr:abcdefghiklmnopqrstuwxyz ps:acdeghilmnopqrstuwy pt:ahinopqrtuvwy pu:abcdefgijkmopqrtuwxyz
    pw:abgimnorw px:m py:emnsuxy pz:ehn qu:abcdfghiklmnpqrsvwxyz qv:acehijlmnopswyz qw:acehmst
    qx:achlnopqrstuw qy:ap ra:abcdfghijklmnopqrstuvwxyz rb:bklp rc:f rd:b re:abegijlmnrsty rg:aeknrsu rh:gp
    ri:abeflmnrtu rj:gis rk:abhimtw rm:abcdefghiklmnopqrstuvwxyz rn:abdglnprw ro:abcdefglmopruw rp:nt
    rr:imot rs:biklmnw rt:chmsw ru:bcefghikopqtuyz rw:aklmor rx:dw ry:nsu rz:h sa:abcdefhijklmopqrstuvwxyz
    sb:abcdefghijklmnopqrstuvwxyz sc:abefghiklnopqstuvwx sd:abcefghjklmnopqrstuvxz
    se:abcdefghijklmnopqrstuvwyz sf:bemsw sg:abcdeghijklmnoprstuwxyz sh:abcdeghijklmnopqrstuvwxyz
    si:abdefghijklmopqrstuvwxyz sj:abcdegklmnoprstuw sk:abcdefghijkmnopqrstuvwxyz sl:acdefghijlmnpqrstuwxyz
    sm:abcdfghijklmnpqrstuvwxyz sn:bcefghijklmnopqrsuvwxyz so:abcdeghijklnopqrsuvwxyz
    sp:bcdegiklmnopqrstuvxy sq:ahjkmnoqrstux sr:abcefghiklmnoqrstuvwxyz ss:abcdefghijklmnopqrstuvxyz
    st:abdefghijklmnopqrstuvwy su:abcegijklmoqrstvwxyz sv:abcekmrsx sw:bcfghijklmnopqrstuvwxy
    sx:bcegklmnorsuw sy:abcdiklmnorswxy sz:abcdeglnpsvwy ta:abcdefgijklnopqrsuvwxyz
    tb:abcdefghijklmnopqrstuvwxyz tc:abcdefghiklmnopqstuwxyz td:abcdefghijklmnoqrstuvxy
    te:abcdefghikmnopqrstuvwxyz tf:inort tg:abcdefghijnopqrstuvwxyz th:cdefhiklmnpqrstuvwxyz
    ti:acdefghijklmnopqstuvwxyz tj:agijlmnopsuw tk:abdefgklmnpqrstuvwxz tl:abcdfghijklmnopqrstuvwxy
    tm:abcdefghijklmnopqrstuvwyz tn:abcdefghiklmnopqrstuvwxyz to:bcdefghijklmopqrsuvwxyz
    tp:acefgijklmnopqrtuvwxyz tq:blmnopqrtuw tr:abcdefghijklmnopqrstuvwxyz ts:abcdefghijklmpqrstuvwxyz
    tt:abcdefghijklmnopqrstuvwyz tu:abcdefghijlmnopqstuvwxyz tv:adeiklmnostuwxy tw:abcdefghlmnopqrtuwxy
    tx:abceghijmnoqrstuxy ty:aehijlnprstuvxyz tz:ahjlmnox ua:mnr ub:ailruy ud:aegijlmu ue:s uf:i ug:abehnoy
    uh:an ui:sv uj:i uk:aghiklpqsuvwy ul:abcefiklmnuwy um:abcdgimnoprsu un:adegikmnpruxz uo:kn up:iv
    ur:abcefghijklmnoprtuvwxyz us:ahikpsu ut:aehpru uu:mnru uv:ehl uw:a uy:a uz:ns va:aefghijlmnoprsuvy
    vb:bk ve:cdlmopr vg:rt vi:cdfglnstv vj:k vk:aijklmnoptuz vl:ps vm:abcdefghijklmpqrsuvwxyz vn:kmp vo:rt
    vr:aost vs:ilnv vt:o vu:mnt vw:a wa:abcdefghijklmnopqrstuvwxyz wb:abefhijklmpqrstvw wc:ai wd:dgjktuy
    we:acdghimnoprstuw wf:g wg:abgiouwy wh:agku wi:bcefghijklmnrtuvwy wj:ai wk:abdlruwy wl:aceghiklmorsuvwxy
    wm:abcdeghimnostwx wn:bcdegikmnopuwy wo:abcdefgikmnorswy wp:c wr:abdghiklmnoprsuvwxyz ws:agikrsuv
    wt:bfhikmw wu:abdhlmnrtuvxy ww:aborw wx:aw wy:abimnry xa:abcdegijklmnopqrstuvwy xb:abcdegijmnoprwxy
    xc:bceghlmnortuvwy xd:ackmoqy xe:bdglmprstu xf:a xg:abdfgilmnruw xh:acdemrtuv xi:abilnprsvy xj:bt
    xk:abcdefghijklnopqrstuvwxyz xl:abcdeginopsuy xm:abcdefghjklmnopqrstuvwxyz xn:abdghijkmnoqrstuyz
    xo:cdgikmnoprw xp:abcdefghijklmnopqrstuvwxyz xq:at xr:abdegimnqrtuw xs:abcdehijlmnopqrsuvy
    xt:abcdeghijlmnopqrstuvwyz xu:abdgjlmnoprtu xv:einos xw:acdegjklortw xx:bkmrt xy:abjklty xz:hmp
    ya:abcdefghijklmnopqrstuvwxyz yb:abdehijklmnoxy yc:hlnpr yd:adegks ye:aceijlnrstuvy yg:ailmprsuw yh:adls
    yi:afghijklmnpqrstuvxyz yk:aghiklmnortuy yl:abegilmnoruy ym:abcdeghiklmnopqrstxz yn:abdeghklnoqsu
    yo:bgiklmnstxy yp:abghkmnopz yr:abeiklmnoswy ys:cdglmnoprsy yt:alpwy yu:abcdefgijklmnpqrtuwxyz yv:at
    yw:aglnqrtuw yx:aglmuy yy:ruz yz:gk za:abcdefghijklmopqrstuvwxyz zb:aceltuw zc:adh zd:j ze:aghmn
    zg:abhmnr zh:bdinwx zi:abklmnrwz zk:abdghknoprtuvz zl:aejmnqsuw zm:abcdefghijklmnopqrstuvwxyz zn:adegks
    zo:chmoqrs zp:abcdefghijklmnopqrstuvwxyz zq:e zr:agnops zs:aklmru zt:eglmnpqstuxy zu:ahmny zw:a zx:x
    zy:bgjnp zz:aj
    """
LANGUAGES_OF_THREE = frozenset(
    two + third for pair in _OF_THREE.split() for two, _, thirds in [pair.partition(":")] for third in thirds
)
"""Primary languages of three letters; those that have two letters as well are written with these (RFC 5646, 2.2.1)."""

_PREFERRED = """
    aam:aas adp:dz ajp:apc ajt:aeb asd:snz aue:ktz ayx:nun bgm:bcg bic:bir bjd:drl blg:iba ccq:rki cjr:mom
    cka:cmr cmk:xch coy:pij cqu:quh dek:sqm dit:dif drh:khk drr:kzk drw:prs gav:dev gfx:vaj ggn:gvr gli:kzk
    gti:nyc guv:duz hrr:jal ibi:opa ilw:gal in:id iw:he jeg:oyb ji:yi jw:jv kgc:tdf kgh:kml kgm:plu koj:kwv
    krm:bmf ktr:dtp kvs:gdj kwq:yam kxe:tvd kxl:kru kzj:dtp kzt:dtp lak:ksp lii:raq llo:ngt lmm:rmx meg:cir
    mo:ro mst:mry mwj:vaj myd:aog myt:mry nad:xny ncp:kdz nns:nbr nnx:ngv nom:cbr nte:eko nts:pij nxu:bpp
    oun:vaj pat:kxr pcr:adx pmc:huw pmk:crr pmu:phr ppa:bfy ppr:lcq prp:gu pry:prt puz:pub sca:hle skk:oyb
    smd:kmb snb:iba szd:umi tdu:dtp thc:tpo thw:ola thx:oyb tie:ras tkk:twm tlw:weo tmk:tdg tmp:tyj tne:kak
    tnf:prs tpw:tpn tsf:taj uok:ema xba:cax xia:acn xkh:waw xrq:dmw xss:zko ybd:rki yma:lrr ymt:mtm yos:zom
    yuu:yug zir:scv zkb:kjh
    """
PREFERRED: Mapping[str, str] = MappingProxyType(dict(pair.split(":") for pair in _PREFERRED.split()))
"""Deprecated languages, which stay valid, and what they are called since (RFC 5646, 3.1.7)."""

_WHOLE = """
    art-lojban:jbo cel-gaulish: en-gb-oed:en-GB-oxendict i-ami:ami i-bnn:bnn i-default: i-enochian:
    i-hak:hak i-klingon:tlh i-lux:lb i-mingo: i-navajo:nv i-pwn:pwn i-tao:tao i-tay:tay i-tsu:tsu no-bok:nb
    no-nyn:nn sgn-be-fr:sfb sgn-be-nl:vgt sgn-br:bzs sgn-ch-de:sgg sgn-co:csn sgn-de:gsg sgn-dk:dsl
    sgn-es:ssp sgn-fr:fsl sgn-gb:bfi sgn-gr:gss sgn-ie:isg sgn-it:ise sgn-jp:jsl sgn-mx:mfs sgn-ni:ncs
    sgn-nl:dse sgn-no:nsl sgn-pt:psr sgn-se:swl sgn-us:ase sgn-za:sfs zh-cmn:cmn zh-cmn-hans:cmn-Hans
    zh-cmn-hant:cmn-Hant zh-gan:gan zh-guoyu:cmn zh-hakka:hak zh-min: zh-min-nan:nan zh-wuu:wuu zh-xiang:hsn
    zh-yue:yue
    """
WHOLE: Mapping[str, str] = MappingProxyType(dict(pair.split(":") for pair in _WHOLE.split()))
"""Tags registered as a whole, in lower case, and what they are called since: grandfathered ones, of which some have no
other name, and redundant ones (RFC 5646, 2.2.8)."""

_EXTENDED = {
    "ar": """
    aao abh abv acm acq acw acx acy adf aeb aec afb ajp apc apd arb arq ars ary arz auz avl ayh ayl ayn ayp
    bbz pga shu ssh
    """,
    "kok": """
    gom knn
    """,
    "lv": """
    ltg lvs
    """,
    "ms": """
    bjn btj bve bvu coa dup hji jak jax kvb kvr kxd lce lcf liw max meo mfa mfb min mqg msi mui orn ors pel
    pse tmw urk vkk vkt xmm zlm zmi zsm
    """,
    "sgn": """
    ads aed aen afg ajs ase asf asp asq asw bfi bfk bog bqn bqy bvl bzs cds csc csd cse csf csg csl csn csq
    csr csx doq dse dsl dsz ecs ehs esl esn eso eth fcs fse fsl fss gds gse gsg gsm gss gus hab haf hds hks
    hos hps hsh hsl icl iks ils inl ins ise isg isr jcs jhs jks jls jos jsl jus kgi kvk lbs lgs lls lsb lsc
    lsg lsl lsn lso lsp lst lsv lsw lsy lws mdl mfs mre msd msr mzc mzg mzy nbs ncs nsi nsl nsp nsr nzs okl
    pgz pks prl prz psc psd psg psl pso psp psr pys rib rms rnb rsi rsl rsm rsn sdl sfb sfs sgg sgx slf sls
    sqk sqs sqx ssp ssr svk swl syy szs tse tsm tsq tss tsy tza ugn ugy ukl uks vgt vsi vsl vsv wbs xki xml
    xms yds ygs yhs ysl ysm zib zsl
    """,
    "sw": """
    swc swh
    """,
    "uz": """
    uzn uzs
    """,
    "zh": """
    cdo cjy cmn cnp cpx csp czh czo gan hak hnm hsn luh lzh mnp nan sjc wuu yue
    """,
}
EXTENDED: Mapping[str, frozenset[str]] = MappingProxyType(
    {language: frozenset(listed.split()) for language, listed in _EXTENDED.items()}
)
"""For each language that may be followed by an extended one, those: zh-yue, which is now yue (RFC 5646, 2.2.2)."""
