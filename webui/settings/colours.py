"""Colours: can a site's colour be read, in light and in dark?"""

LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3
WHITE, DARK = "#ffffff", "#14181d"  # what the colour stands on, in light and in dark


def style_sheet(colour: str) -> str:
    """Return a colour as a style sheet, with a lighter one for dark pages; maybe empty."""
    if not colour:
        return ""
    light = lightened(colour)
    return (
        f":root{{--site:{colour};--bar:{colour}}}"
        "@media(prefers-color-scheme:dark)"
        f"{{:root{{--site:{light};--bar:{light}}}}}"
    )


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21: WCAG 2.2, contrast ratio and relative luminance."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lightened(colour: str) -> str:
    """Mix a colour with white until it can be read on dark."""
    channels = _channels(colour)
    for tenths in range(11):
        mixed = [value + (255 - value) * tenths // 10 for value in channels]
        light = "#{:02x}{:02x}{:02x}".format(*mixed)
        if contrast(light, DARK) >= LEAST_CONTRAST + 1:
            return light
    return WHITE


def _luminance(colour: str) -> float:
    def linear(value: int) -> float:
        share = value / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(value) for value in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
