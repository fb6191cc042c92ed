"""Icons: the Lucide set from its package, drawn in the colour that is asked for."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer


@cache
def _svg(name: str) -> str:
    from lucide import lucide_icon  # noqa: PLC0415  # the package opens its store on import

    return str(lucide_icon(name))


def pixmap(name: str, color: QColor, size: int = 20, ratio: float = 2.0) -> QPixmap:
    """The icon `name` of Lucide in this colour, with `ratio` device pixels per pixel (sharp on dense screens)."""
    key = f"{name} {color.name()} {size} {ratio}"
    kept = QPixmap()
    if QPixmapCache.find(key, kept):
        return kept
    svg = _svg(name).replace("currentColor", color.name())
    drawn = QPixmap(QSize(size, size) * ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(drawn.rect()))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, drawn)
    return drawn


def icon(name: str, color: QColor, size: int = 20, disabled: QColor | None = None) -> QIcon:
    """The icon for a button, with its colour while disabled."""
    made = QIcon(pixmap(name, color, size))
    if disabled is not None:
        made.addPixmap(pixmap(name, disabled, size), QIcon.Mode.Disabled)
    return made
