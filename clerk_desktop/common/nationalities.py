"""Nationalities as German papers write them, by the ICAO code of the card's machine-readable zone.

The codes: ICAO Doc 9303-3 § 5; the words: the adjectives of the Federal Statistical Office's list of states. Only the
ones a Bürgeramt meets often; any other code stays as it is and the clerk writes the word.
"""

from __future__ import annotations

_ADJECTIVES = {
    "AFG": "afghanisch",
    "ALB": "albanisch",
    "AUT": "österreichisch",
    "BEL": "belgisch",
    "BGR": "bulgarisch",
    "BIH": "bosnisch-herzegowinisch",
    "BRA": "brasilianisch",
    "CHE": "schweizerisch",
    "CHN": "chinesisch",
    "CYP": "zyprisch",
    "CZE": "tschechisch",
    "D": "deutsch",
    "DNK": "dänisch",
    "DZA": "algerisch",
    "ERI": "eritreisch",
    "ESP": "spanisch",
    "EST": "estnisch",
    "FIN": "finnisch",
    "FRA": "französisch",
    "GBR": "britisch",
    "GEO": "georgisch",
    "GRC": "griechisch",
    "HRV": "kroatisch",
    "HUN": "ungarisch",
    "IND": "indisch",
    "IRL": "irisch",
    "IRN": "iranisch",
    "IRQ": "irakisch",
    "ISL": "isländisch",
    "ITA": "italienisch",
    "LIE": "liechtensteinisch",
    "LTU": "litauisch",
    "LUX": "luxemburgisch",
    "LVA": "lettisch",
    "MAR": "marokkanisch",
    "MDA": "moldauisch",
    "MKD": "mazedonisch",
    "MLT": "maltesisch",
    "NLD": "niederländisch",
    "NOR": "norwegisch",
    "POL": "polnisch",
    "PRT": "portugiesisch",
    "RKS": "kosovarisch",
    "ROU": "rumänisch",
    "RUS": "russisch",
    "SRB": "serbisch",
    "SVK": "slowakisch",
    "SVN": "slowenisch",
    "SWE": "schwedisch",
    "SYR": "syrisch",
    "TUN": "tunesisch",
    "TUR": "türkisch",
    "UKR": "ukrainisch",
    "USA": "amerikanisch",
    "VNM": "vietnamesisch",
    "XXA": "staatenlos",
}


def nationality_in_german(code: str) -> str:
    """The German adjective for an ICAO code ("D" → "deutsch"); an unknown code comes back unchanged."""
    return _ADJECTIVES.get(code, code)
