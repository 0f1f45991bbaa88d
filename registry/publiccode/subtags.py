"""The subtags of language tags and the countries: who is in ISO 639, 15924, 3166-1 and UN M.49, as BCP 47 uses them."""

from collections.abc import Mapping
from string import ascii_lowercase, ascii_uppercase
from types import MappingProxyType

_LANGUAGES = """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de
    dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id
    ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu
    lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu
    rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to
    tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
    """
LANGUAGES = frozenset(_LANGUAGES.split())
"""Two-letter languages of ISO 639-1, which BCP 47 uses where there is one."""

_SHORTER_LANGUAGES = """
    aar:aa abk:ab afr:af aka:ak alb:sq amh:am ara:ar arg:an arm:hy asm:as ava:av ave:ae aym:ay aze:az
    bak:ba bam:bm baq:eu bel:be ben:bn bih:bh bis:bi bod:bo bos:bs bre:br bul:bg bur:my cat:ca ces:cs
    cha:ch che:ce chi:zh chu:cu chv:cv cor:kw cos:co cre:cr cym:cy cze:cs dan:da deu:de div:dv dut:nl
    dzo:dz ell:el eng:en epo:eo est:et eus:eu ewe:ee fao:fo fas:fa fij:fj fin:fi fra:fr fre:fr fry:fy
    ful:ff geo:ka ger:de gla:gd gle:ga glg:gl glv:gv gre:el grn:gn guj:gu hat:ht hau:ha heb:he her:hz
    hin:hi hmo:ho hrv:hr hun:hu hye:hy ibo:ig ice:is ido:io iii:ii iku:iu ile:ie ina:ia ind:id ipk:ik
    isl:is ita:it jav:jv jpn:ja kal:kl kan:kn kas:ks kat:ka kau:kr kaz:kk khm:km kik:ki kin:rw kir:ky
    kom:kv kon:kg kor:ko kua:kj kur:ku lao:lo lat:la lav:lv lim:li lin:ln lit:lt ltz:lb lub:lu lug:lg
    mac:mk mah:mh mal:ml mao:mi mar:mr may:ms mkd:mk mlg:mg mlt:mt mon:mn mri:mi msa:ms mya:my nau:na
    nav:nv nbl:nr nde:nd ndo:ng nep:ne nld:nl nno:nn nob:nb nor:no nya:ny oci:oc oji:oj ori:or orm:om
    oss:os pan:pa per:fa pli:pi pol:pl por:pt pus:ps que:qu roh:rm ron:ro rum:ro run:rn rus:ru sag:sg
    san:sa sin:si slk:sk slo:sk slv:sl sme:se smo:sm sna:sn snd:sd som:so sot:st spa:es sqi:sq srd:sc
    srp:sr ssw:ss sun:su swa:sw swe:sv tah:ty tam:ta tat:tt tel:te tgk:tg tgl:tl tha:th tib:bo tir:ti
    ton:to tsn:tn tso:ts tuk:tk tur:tr twi:ak uig:ug ukr:uk urd:ur uzb:uz ven:ve vie:vi vol:vo wel:cy
    wln:wa wol:wo xho:xh yid:yi yor:yo zha:za zho:zh zul:zu
    """
SHORTER_LANGUAGES: Mapping[str, str] = MappingProxyType(
    dict(pair.split(":") for pair in _SHORTER_LANGUAGES.split())
)
"""Three-letter languages of ISO 639-2 that BCP 47 writes with two (RFC 5646, 2.2.1)."""

_SCRIPTS = """
    adlm afak aghb ahom arab aran armi armn avst bali bamu bass batk beng berf bhks blis bopo brah brai bugi
    buhd cakm cans cari cham cher chis chrs cirt copt cpmn cprt cyrl cyrs deva diak dogr dsrt dupl egyd egyh
    egyp elba elym ethi gara geok geor glag gong gonm goth gran grek gujr gukh guru hanb hang hani hano hans
    hant hatr hebr hira hluw hmng hmnp hntl hrkt hung inds ital jamo java jpan jurc kali kana kawi khar khmr
    khoj kitl kits knda kore kpel krai kthi lana laoo latf latg latn leke lepc limb lina linb lisu loma lyci
    lydi mahj maka mand mani marc maya medf mend merc mero mlym modi mong moon mroo mtei mult mymr nagm nand
    narb nbat newa nkdb nkgb nkoo nshu ogam olck onao orkh orya osge osma ougr palm pauc pcun pelm perm phag
    phli phlp phlv phnx piqd plrd prti psin ranj rjng rohg roro runr samr sara sarb saur seal sgnw shaw shrd
    shui sidd sidt sind sinh sogd sogo sora soyo sund sunu sylo syrc syre syrj syrn tagb takr tale talu taml
    tang tavt tayo telu teng tfng tglg thaa thai tibt tirh tnsa todr tols toto tutg ugar vaii visp vith wara
    wcho wole xpeo xsux yezi yiii zanb zinh zmth zsye zsym zxxx zyyy zzzz
    """
_PRIVATE_SCRIPTS = frozenset(
    f"qa{third}{fourth}" for third in "ab" for fourth in ascii_lowercase
) - frozenset(f"qab{fourth}" for fourth in "yz")
SCRIPTS = frozenset(_SCRIPTS.split()) | _PRIVATE_SCRIPTS
"""Scripts of ISO 15924, in lower case; qaaa to qabx are for private use."""

_REGIONS = """
    001 002 003 005 009 011 013 014 015 017 018 019 021 029 030 034 035 039 053 054 057 061 142 143 145
    150 151 154 155 202 419
    """
REGIONS = frozenset(_REGIONS.split())
"""Areas of UN M.49 larger than a country that the registry of BCP 47 lists."""

_VARIANTS = """
    1606nict:frm 1694acad:fr 1901:de 1959acad:be
    1994:sl-rozaj,sl-rozaj-biske,sl-rozaj-njiva,sl-rozaj-osojs,sl-rozaj-solba 1996:de abl1943:pt-br
    akhmimic:cop akuapem:tw alalc97: aluku:djk anpezo:lld ao1990:pt,gl aranes:oc arevela:hy arevmda:hy
    arkaika:eo asante:tw auvern:oc baku1926:az,ba,crh,kk,krc,ky,sah,tk,tt,uz balanka:blo barla:kea
    basiceng:en bauddha:sa bciav:zbl bcizbl:zbl biscayan:eu biske:sl-rozaj blasl:ase,sgn-ase bohairic:cop
    bohoric:sl boont:en bornholm:da cisaup:oc colb1945:pt cornu:en creiss:oc dajnko:sl
    ekavsk:sr,sr-latn,sr-cyrl emodeng:en fascia:lld fayyumic:cop fodom:lld fonipa: fonkirsh: fonnapa:
    fonupa: fonxsamp: gallo:fr gascon:oc gherd:lld grclass:oc,oc-aranes,oc-auvern,oc-cisaup,oc-creiss,oc-gas
    con,oc-lemosin,oc-lengadoc,oc-nicard,oc-provenc,oc-vivaraup grital:oc,oc-cisaup,oc-nicard,oc-provenc grm
    istr:oc,oc-aranes,oc-auvern,oc-cisaup,oc-creiss,oc-gascon,oc-lemosin,oc-lengadoc,oc-nicard,oc-provenc,oc
    -vivaraup hanoi:vi hepburn:ja-latn heploc:ja-latn-hepburn hognorsk:nn hsistemo:eo huett:vi
    ijekavsk:sr,sr-latn,sr-cyrl itihasa:sa ivanchov:bg jauer:rm jyutping:yue kkcor:kw
    kleinsch:kl,kl-tunumiit kociewie:pl kscor:kw laukika:sa leidentr:egy lemosin:oc lengadoc:oc
    lipaw:sl-rozaj ltg1929:ltg ltg2007:ltg luna1918:ru lycopol:cop mdcegyp:egy mdctrans:egy mesokem:cop
    metelko:sl monoton:el ndyuka:djk nedis:sl newfound:en-ca nicard:oc njiva:sl-rozaj nulik:vo
    osojs:sl-rozaj oxendict:en pahawh2:mww,hnj pahawh3:mww,hnj pahawh4:mww,hnj pamaka:djk peano:la
    pehoeji:nan-latn petr1708:ru pinyin:zh-latn,bo-latn polyton:el provenc:oc puter:rm rigik:vo rozaj:sl
    rumgr:rm sahidic:cop saigon:vi scotland:en scouse:en simple: solba:sl-rozaj sotav:kea spanglis:en,es
    surmiran:rm sursilv:rm sutsilv:rm synnejyl:da tailo:nan-latn tarask:be tongyong:zh-latn tunumiit:kl
    uccor:kw ucrcor:kw ulster:sco unifon:en,hup,kyh,tol,yur vaidika:sa valbadia:lld valencia:ca vallader:rm
    vecdruka:lv viennese:de vivaraup:oc wadegile:zh-latn xsistemo:eo
    """
VARIANTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        variant: tuple(filter(None, prefixes.split(",")))
        for variant, _, prefixes in (each.partition(":") for each in _VARIANTS.split())
    }
)
"""Registered variants, such as the German spelling of 1996, each with the tags that it may stand behind; none: all."""

_COUNTRIES = """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT
    BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH
    ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT
    HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS
    LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI
    NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG
    SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG
    UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
    """
COUNTRIES = frozenset(_COUNTRIES.split())
"""Officially assigned codes of ISO 3166-1 alpha-2."""

_FORMER_REGIONS = "AA AC AN BU CP CQ CS DD DG EA EU EZ FX IC NT SU TA TP UN YD YU ZR ZZ"
TAG_REGIONS = (
    COUNTRIES
    | REGIONS
    | frozenset(_FORMER_REGIONS.split())
    | frozenset(f"Q{letter}" for letter in ascii_uppercase if letter >= "M")
    | frozenset(f"X{letter}" for letter in ascii_uppercase)
)
"""What may stand for a region in a tag: countries, areas, former countries, reserved and private codes."""

PREFERRED_REGIONS: Mapping[str, str] = MappingProxyType(
    {"BU": "MM", "DD": "DE", "FX": "FR", "TP": "TL", "YD": "YE", "ZR": "CD"}
)
"""Former countries whose successor has the same people (RFC 5646, 3.1.7)."""
