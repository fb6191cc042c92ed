"""The line across the top: which office, who, and is all well."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from clerk_desktop.desktop.models.alerts import AlertsModel
from clerk_desktop.desktop.models.link import LinkModel
from clerk_desktop.desktop.models.queue import QueueModel
from clerk_desktop.desktop.models.session import SessionModel
from clerk_desktop.desktop.views.actions import Actions
from clerk_desktop.desktop.widgets.buttons import DeskButton
from clerk_desktop.desktop.widgets.look import DARK, look
from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from clerk_desktop.desktop.widgets.view import View


class TopBar(View):
    """Office and clerk at the left; connection, waiting room, switches, help and sign-out at the right."""

    def __init__(
        self,
        session: SessionModel,
        link: LinkModel,
        queue: QueueModel,
        alerts: AlertsModel,
        actions: Actions,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, surface="bar")
        self._session, self._link, self._queue, self._alerts = session, link, queue, alerts
        self._name = SafeLabel(size="heading-small")
        self._who = SafeLabel(tone="muted")
        self.connection = SafeLabel(size="strong")
        self.waiting = SafeLabel()
        self.sounds = DeskButton("alerts.sounds", "quiet", "volume-2", icon_only=True, badge=False)
        self.notices = DeskButton("alerts.notices", "quiet", "bell", icon_only=True, badge=False)
        self._figures = DeskButton("figures.open", "quiet", "chart-column", icon_only=True, badge=False)
        self._devices = DeskButton("devices.open", "quiet", "sliders-horizontal", icon_only=True, badge=False)
        self._help = DeskButton("help", "quiet", "keyboard", icon_only=True, badge=False)
        self._language = DeskButton("language.toggle", "quiet", badge=False)
        self._theme = DeskButton("theme.toggle", "quiet", "moon", icon_only=True, badge=False)
        self._sign_out = DeskButton("session.sign_out", "quiet", "log-out", icon_only=True, badge=False)
        self.help, self.language, self.sign_out = self._help.clicked, self._language.clicked, self._sign_out.clicked
        self.figures, self.devices = self._figures.clicked, self._devices.clicked
        self._theme.clicked.connect(look().toggle)
        self.sounds.clicked.connect(lambda: alerts.switch_sounds(not alerts.sounds))
        self.notices.clicked.connect(lambda: alerts.switch_notices(not alerts.notices))
        for button, action in (
            (self.sounds, "sounds"),
            (self.notices, "notices"),
            (self._figures, "figures"),
            (self._devices, "devices"),
            (self._help, "help"),
            (self._language, "language"),
            (self._theme, "theme"),
            (self._sign_out, "sign_out"),
        ):
            actions.bind(action, button)
        self._build()
        session.changed.connect(self._update)
        link.changed.connect(self._update)
        queue.updated.connect(self._update)
        alerts.changed.connect(self._update)
        look().changed.connect(self._on_look)
        self.retranslate()
        self._on_look()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 8, 4)
        row.setSpacing(8)
        row.addWidget(self._name)
        row.addWidget(self._who)
        row.addStretch(1)
        row.addWidget(self.connection)
        row.addSpacing(8)
        row.addWidget(self.waiting)
        row.addSpacing(8)
        tools = self._figures, self._devices, self._help, self._language, self._theme, self._sign_out
        for button in (self.sounds, self.notices, *tools):
            row.addWidget(button)
        self.setFixedHeight(48)

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self._name.setText(self.tr("Virtuelles Amt"))
        # Names the language that one would get, in that language.
        self._language.say(self.tr("EN"), self.tr("Auf Englisch umschalten"))
        self._figures.say(self.tr("Zahlen"))
        self._devices.say(self.tr("Kamera und Ton"))
        self._help.say(self.tr("Tasten"))
        self._theme.say(self.tr("Hell oder dunkel"))
        self._sign_out.say(self.tr("Abmelden"))
        self._update()

    def _update(self) -> None:
        clerk = self._session.clerk
        signed_in = clerk is not None
        self._who.setText(f"·  {clerk.office.name}  ·  {clerk.name}" if clerk else "")
        for widget in (self.connection, self.waiting, self._figures, self._sign_out):
            widget.setVisible(signed_in)
        self._update_alerts()
        connected = self._link.connected
        self.connection.setText("● " + (self.tr("verbunden") if connected else self.tr("verbinde neu …")))
        self.connection.set_tone("success" if connected else "warning")
        waiting = self._queue.waiting
        self.waiting.setText(
            self.tr("1 wartet") if waiting == 1 else self.tr("{n} warten").replace("{n}", str(waiting))
        )

    def can_notice(self, can: bool) -> None:
        """Whether the system shows notifications; without them their switch is not offered."""
        self.notices.setVisible(can)

    def _update_alerts(self) -> None:
        sounds, notices = self._alerts.sounds, self._alerts.notices
        self.sounds.set_icon("volume-2" if sounds else "volume-x")
        self.sounds.say(self.tr("Töne ausschalten") if sounds else self.tr("Töne einschalten"))
        self.notices.set_icon("bell" if notices else "bell-off")
        self.notices.say(
            self.tr("Benachrichtigungen ausschalten") if notices else self.tr("Benachrichtigungen einschalten")
        )

    def _on_look(self) -> None:
        self._theme.set_icon("sun" if look().scheme == DARK else "moon")
