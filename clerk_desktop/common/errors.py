"""One family of errors: each has a code, an HTTP status and nothing that names an internal.

The code doubles as the key of the sentence that a person reads (`error.<code>` in the page's
catalogue, `sentence()` on the desk), so no exception text ever reaches a screen.
Over HTTP an error travels as problem+json (RFC 9457).
"""

from __future__ import annotations

from typing import ClassVar


class OfficeError(Exception):
    """Something the office expects to go wrong and has a sentence for.

    Attributes:
        code: stable machine name; also the key of the user's sentence.
        status: the HTTP status it travels with.
        detail: optional words for the log, never for a screen.
    """

    code: ClassVar[str] = "unexpected"
    status: ClassVar[int] = 500

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail or self.code)
        self.detail = detail


class NotSignedIn(OfficeError):
    """No token, a wrong one or one that has run out."""

    code = "not_signed_in"
    status = 401


class WrongPassword(OfficeError):
    """User name and password do not belong together (which of both is never said)."""

    code = "wrong_password"
    status = 401


class LinkUnknown(OfficeError):
    """The citizen's link does not open anything."""

    code = "link_unknown"
    status = 401


class LinkExpired(OfficeError):
    """The citizen's link was right once; its time is over."""

    code = "link_expired"
    status = 410


class LinkMoved(OfficeError):
    """The appointment was moved to another time; the newer mail has the link."""

    code = "link_moved"
    status = 410


class NotFound(OfficeError):
    """There is no such thing here, or not for this person."""

    code = "not_found"
    status = 404


class TooLong(OfficeError):
    """These matters together take longer than one appointment may."""

    code = "too_long"
    status = 422


class SlotTaken(OfficeError):
    """Somebody else was faster."""

    code = "slot_taken"
    status = 409


class HoldExpired(OfficeError):
    """The reservation ran out before the details came."""

    code = "hold_expired"
    status = 410


class WrongState(OfficeError):
    """The appointment is not in a state that allows this step."""

    code = "wrong_state"
    status = 409


class TooEarly(OfficeError):
    """The waiting room is not open for this appointment yet."""

    code = "too_early"
    status = 409


class TooLate(OfficeError):
    """The appointment has begun or is over and can no longer be changed."""

    code = "too_late"
    status = 409


class TooManyOpen(OfficeError):
    """This person has as many open appointments as the town allows."""

    code = "too_many_open"
    status = 409


class CaptchaWrong(OfficeError):
    """The proof of work is missing, wrong, too old or was used before; a new challenge helps."""

    code = "captcha_wrong"
    status = 403


class NotThere(OfficeError):
    """The other side is not connected at this moment."""

    code = "not_there"
    status = 409


class OtherDevice(OfficeError):
    """The citizen's link was opened somewhere else, which took over."""

    code = "other_device"
    status = 409


class Outdated(OfficeError):
    """The page or the desk speaks another version of the contract; a reload or an update helps."""

    code = "outdated"
    status = 426


class NobodyWaiting(OfficeError):
    """The clerk called the next one and the waiting room is empty."""

    code = "nobody_waiting"
    status = 404


class AlreadyCalled(OfficeError):
    """Another clerk has this citizen already."""

    code = "already_called"
    status = 409


class TooManyGuests(OfficeError):
    """No further person can be invited into this call."""

    code = "too_many_guests"
    status = 409


class NotAgreed(OfficeError):
    """The citizen has not agreed that this person joins."""

    code = "not_agreed"
    status = 409


class InvitationOver(OfficeError):
    """The invitation was taken back, or the citizen said no."""

    code = "invitation_over"
    status = 410


class BadInput(OfficeError):
    """What was sent cannot be right; the fields say where."""

    code = "bad_input"
    status = 422


class KeyReused(OfficeError):
    """The same Idempotency-Key came with another request (a bug in the caller, not a repeat)."""

    code = "key_reused"
    status = 409


class TooManyRequests(OfficeError):
    """Too many attempts from one place in a short time."""

    code = "too_many_requests"
    status = 429


class Unavailable(OfficeError):
    """The office's server cannot be reached or has no room at this moment."""

    code = "unavailable"
    status = 503


class CardUnreadable(OfficeError):
    """No machine-readable zone could be read in the still."""

    code = "card_unreadable"
    status = 422


class PaperBroken(OfficeError):
    """A PDF or a template could not be opened, set or drawn within its limits."""

    code = "paper_broken"
    status = 422


class NotAPdf(OfficeError):
    """A file that is neither a PDF nor one of the pictures that are taken."""

    code = "not_a_pdf"
    status = 415


class FileBroken(OfficeError):
    """A file so damaged that nothing can be read, or that asks for something a file cannot have."""

    code = "file_broken"
    status = 422


class FileLocked(OfficeError):
    """A file that opens only with a password, or with another one."""

    code = "file_locked"
    status = 422


class FileTooMuch(OfficeError):
    """A file that is too large, has too many pages, or needs more time or memory than a file of strangers may have."""

    code = "file_too_much"
    status = 413


class PhotoUnreadable(OfficeError):
    """A photograph that cannot be read."""

    code = "photo_unreadable"
    status = 422


class SignatureRefused(OfficeError):
    """The drawing is no signature (a dot, one straight stroke), or it belongs to another paper."""

    code = "signature_refused"
    status = 422


class CallLost(OfficeError):
    """The peer connection is gone and what was asked of the other side cannot be answered."""

    code = "call_lost"
    status = 503
