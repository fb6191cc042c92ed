"""Who sits at this desk: sign in, stay signed in over a restart, sign out; and what to say when it fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from clerk_desktop.common.errors import NotSignedIn, OfficeError, Unavailable
from clerk_desktop.common.messages.clerk import ClerkView
from clerk_desktop.desktop.models.ports import Keeper, Office
from clerk_desktop.desktop.tasks import Tasks

NAME = "session"
RETRY_MS = 5_000
"""Pause before the next try while the office cannot be reached."""


class SessionState(Enum):
    """How far the sign-in is."""

    SIGNED_OUT = "signed_out"
    TRYING = "trying"
    SIGNED_IN = "signed_in"


@dataclass(frozen=True)
class _Entered:
    office: Office
    clerk: ClerkView
    kept: bool


class SessionModel(QObject):
    """The clerk's session.

    Args:
        make_office: makes the client for an address and perhaps a token.
        keeper: keeps the token.
        tasks: the async door.
        parent: Qt owner.

    Signals:
        changed: state, error or clerk changed.
        entered(ClerkView): signed in; `office` and `token` can be used.
        left: signed out, or the office no longer knows the token.
    """

    changed = Signal()
    entered = Signal(object)
    left = Signal()

    def __init__(
        self,
        make_office: Callable[[str, str | None], Office],
        keeper: Keeper,
        tasks: Tasks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._make_office = make_office
        self._keeper = keeper
        self._tasks = tasks
        self._again: Callable[[], None] | None = None
        self._timer = QTimer(self, singleShot=True, interval=RETRY_MS)
        self._timer.timeout.connect(self._try_again)
        self.state = SessionState.SIGNED_OUT
        self.server = ""
        self.clerk: ClerkView | None = None
        self.office: Office | None = None
        self.error = ""
        """Code of what went wrong last; "" when nothing did."""
        self.kept = True
        """Whether the token outlives this run; False where there is no keyring."""

    @property
    def retrying(self) -> bool:
        """Whether the desk goes on trying by itself because the office cannot be reached."""
        return self._again is not None

    def resume(self, server: str) -> None:
        """Start of the program: go on with the kept token, if there is one."""
        self.server = server
        if server:
            self._begin(partial(self._with_kept_token, server))

    def use_token(self, server: str, token: str) -> None:
        """Go on with a token that was handed over at the start; it is not kept."""
        self.server = server
        self._begin(partial(self._with_token, server, token))

    def sign_in(self, server: str, user: str, password: str) -> None:
        """Sign in; goes on trying while the office cannot be reached, until `give_up`."""
        self.server = server
        self._begin(partial(self._with_password, server, user, password))

    def give_up(self) -> None:
        """Stop trying."""
        self._tasks.cancel(NAME)
        self._timer.stop()
        self._again = None
        self._set(SessionState.SIGNED_OUT, "")

    def sign_out(self) -> None:
        """End the session here and on the server; without a server it ends here all the same."""
        office, server = self.office, self.server
        if office is not None:
            self._tasks.run("sign-out", partial(self._end, office, server), failed=lambda _error: None)
        self._leave("")

    def expire(self) -> None:
        """The office no longer knows our token: back to the sign-in, with a sentence."""
        if self.state is SessionState.SIGNED_IN:
            server = self.server
            self._tasks.run("sign-out", partial(self._keeper.forget, server), failed=lambda _error: None)
            self._leave(NotSignedIn.code)

    # --- one try (each runs in a thread)

    def _with_kept_token(self, server: str) -> _Entered | None:
        token = self._keeper.load(server)
        if token is None:
            return None
        office = self._make_office(server, token)
        try:
            return _Entered(office, office.me(), kept=True)
        except NotSignedIn:
            self._keeper.forget(server)
            raise

    def _with_token(self, server: str, token: str) -> _Entered:
        office = self._make_office(server, token)
        return _Entered(office, office.me(), kept=True)

    def _with_password(self, server: str, user: str, password: str) -> _Entered:
        office = self._make_office(server, None)
        session = office.sign_in(user, password)
        return _Entered(office, session.clerk, kept=self._keeper.save(server, session.token))

    def _end(self, office: Office, server: str) -> None:
        self._keeper.forget(server)
        office.sign_out()

    # --- around it

    def _begin(self, attempt: Callable[[], _Entered | None]) -> None:
        self._again = None
        self._timer.stop()
        self._set(SessionState.TRYING, "")
        self._attempt(attempt)

    def _attempt(self, attempt: Callable[[], _Entered | None]) -> None:
        self._tasks.run(NAME, attempt, done=self._arrived, failed=partial(self._failed, attempt), newest_only=True)

    def _arrived(self, entered: _Entered | None) -> None:
        self._again = None
        if entered is None:
            self._set(SessionState.SIGNED_OUT, "")
            return
        self.office, self.clerk, self.kept = entered.office, entered.clerk, entered.kept
        self._set(SessionState.SIGNED_IN, "")
        self.entered.emit(entered.clerk)

    def _failed(self, attempt: Callable[[], _Entered | None], error: OfficeError) -> None:
        if isinstance(error, Unavailable):
            self._again = partial(self._attempt, attempt)
            self._timer.start()
            self._set(SessionState.TRYING, error.code)
        else:
            self._again = None
            self._set(SessionState.SIGNED_OUT, error.code)

    def _try_again(self) -> None:
        if self._again is not None:
            self._again()

    def _leave(self, code: str) -> None:
        self._tasks.cancel(NAME)
        self.office = self.clerk = None
        self._set(SessionState.SIGNED_OUT, code)
        self.left.emit()

    def _set(self, state: SessionState, error: str) -> None:
        self.state, self.error = state, error
        self.changed.emit()
