"""Sites that host videos which other pages can embed: those whose addresses oEmbed providers answer for.

Source: the providers that oembed.com lists for videos. A video elsewhere is an error in the standard's
reference validator, because a catalogue cannot show it (`description/[lang]/videos`).
"""

import re

SHOWN = ("YouTube", "Vimeo")
"""Names that a message gives as examples."""

_ADDRESSES = (
    r"(?:[\w-]+\.)*youtube\.com/(?:watch|v/|playlist\?list=|shorts/|embed/|live/).*",
    r"youtu\.be/.+",
    r"(?:player\.|www\.)?vimeo\.com/.+",
    r"(?:www\.)?dailymotion\.com/video/.+",
    r"(?:www\.)?ted\.com/talks/.+",
    r"(?:www\.)?loom\.com/(?:i|share)/.+",
    r"(?:[\w-]+\.)+wistia\.com/.+",
    r"(?:www\.)?slideshare\.net/[^/]+/.+",
    r"speakerdeck\.com/[^/]+/.+",
    r"(?:www\.)?twitch\.tv/.+",
    r"clips\.twitch\.tv/.+",
    r"(?:www\.)?facebook\.com/(?:.+/videos/.+|video\.php.*|watch.*)",
    r"fb\.watch/.+",
    r"(?:www\.)?tiktok\.com/.+/video/.+",
    r"(?:www\.)?flickr\.com/photos/.+",
    r"flic\.kr/p/.+",
    r"asciinema\.org/a/.+",
    r"rumble\.com/.+\.html",
    r"streamable\.com/.+",
    r"(?:www\.)?nfb\.ca/film/.+",
    r"media\.ccc\.de/v/.+",
    r"(?:www\.)?kickstarter\.com/projects/.+",
    r"(?:[\w-]+\.)*vidyard\.com/.+",
    r"(?:[\w-]+\.)*sproutvideo\.com/videos/.+",
    r"videopress\.com/v/.+",
    r"soundcloud\.com/.+",
)
_EMBEDDABLE = re.compile(r"https?://(?:" + "|".join(_ADDRESSES) + ")", re.IGNORECASE)


def can_be_embedded(url: str) -> bool:
    """Say whether an address is that of a video on a known site."""
    return _EMBEDDABLE.fullmatch(url) is not None
