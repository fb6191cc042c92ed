"""Clerks' accounts and sessions."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from clerk_desktop.common.clock import Clock
from clerk_desktop.common.errors import TooManyRequests, WrongPassword
from clerk_desktop.common.messages.clerk import ClerkSession, ClerkView, SignInRequest
from clerk_desktop.hosted import audit
from clerk_desktop.hosted.access import Passwords, SignedIn, clerk_of, new_id, token_hash
from clerk_desktop.hosted.catalog import Catalog
from clerk_desktop.hosted.config import Settings
from clerk_desktop.hosted.database import Database
from clerk_desktop.hosted.desk import store
from clerk_desktop.hosted.events import Bus, SignedOut
from clerk_desktop.hosted.idempotency import Attempt, Idempotency
from clerk_desktop.hosted.limits import Limits
from clerk_desktop.hosted.schema import Clerk, ClerkToken

WINDOW = timedelta(minutes=5)
PER_DESK, PER_USER, PER_ADDRESS = 5, 30, 30
"""Failed sign-ins in the window: of one user from one address, of one user at all, from one address at all."""


class Accounts:
    """Signing in and out."""

    def __init__(
        self,
        database: Database,
        catalog: Catalog,
        settings: Settings,
        clock: Clock,
        idempotency: Idempotency,
        bus: Bus,
        limits: Limits,
    ) -> None:
        self._database = database
        self._catalog = catalog
        self._lasts = timedelta(hours=settings.session_hours)
        self._clock = clock
        self._once = idempotency
        self._bus = bus
        self._passwords = Passwords()
        self._limits = limits

    def add(self, user: str, name: str, office: str, password: str) -> bool:
        """Make an account, or give the existing one a new name, office and password (its sessions end then).

        Returns:
            Whether the account is new.

        Raises:
            NotFound: there is no such office.
        """
        self._catalog.office(office)
        hashed = self._passwords.hash(password)
        with self._database.write() as tx:
            clerk = store.clerk_by_user(tx, user)
            new = clerk is None
            if clerk is None:
                clerk = Clerk(id=new_id(), user=user, name=name, office=office, password_hash=hashed, active=True)
                tx.add(clerk)
            else:
                clerk.name, clerk.office, clerk.password_hash, clerk.active = name, office, hashed, True
                store.delete_tokens_of(tx, clerk.id)
            audit.note(tx, self._clock.now(), audit.SYSTEM, "account_added" if new else "account_changed")
        return new

    def sign_in(self, given: SignInRequest, address: str, attempt: Attempt | None) -> ClerkSession:
        """Open a session.

        Raises:
            WrongPassword: user and password do not belong together.
            TooManyRequests: too many failures lately.
        """
        now = self._clock.now()
        desk, user = f"sign-in:desk:{given.user}\n{address}", f"sign-in:user:{given.user}"
        allowed = {desk: PER_DESK, user: PER_USER, f"sign-in:address:{address}": PER_ADDRESS}
        if any(self._limits.reached(key, limit, WINDOW) for key, limit in allowed.items()):
            raise TooManyRequests
        with self._database.read() as tx:
            clerk = store.clerk_by_user(tx, given.user)
        stored = clerk.password_hash if clerk is not None and clerk.active else None
        if not self._passwords.fits(stored, given.password) or clerk is None:
            for key, limit in allowed.items():
                self._limits.hit(key, limit, WINDOW)
            raise WrongPassword
        self._limits.forget(desk)
        self._limits.forget(user)

        def work(tx: Session, token: str) -> ClerkSession:
            expires = now + self._lasts
            tx.add(ClerkToken(token_hash=token_hash(token), clerk_id=clerk.id, expires_at=expires))
            audit.note(tx, now, audit.clerk(clerk.id), "signed_in")
            return ClerkSession(token=token, expires_at=expires, clerk=self._view(clerk.id, clerk.name, clerk.office))

        return self._once.run(attempt, ClerkSession, work, secret="token")[0]  # noqa: S106 - a field name

    def sign_out(self, token: str) -> None:
        """End the session. Raises NotSignedIn."""
        with self._database.write() as tx:
            clerk = clerk_of(tx, token, self._clock.now())
            store.delete_token(tx, clerk.token_hash)
            audit.note(tx, self._clock.now(), audit.clerk(clerk.id), "signed_out")
        self._bus.tell(SignedOut(clerk.token_hash))

    def signed_in(self, token: str) -> SignedIn:
        """Whose token this is. Raises NotSignedIn."""
        with self._database.read() as tx:
            return clerk_of(tx, token, self._clock.now())

    def view(self, clerk: SignedIn) -> ClerkView:
        """The clerk as the desk shows them."""
        return self._view(clerk.id, clerk.name, clerk.office)

    def _view(self, clerk_id: str, name: str, office: str) -> ClerkView:
        return ClerkView(id=clerk_id, name=name, office=self._catalog.office_view(office))
