"""The models that one case consists of."""

from __future__ import annotations

from dataclasses import dataclass

from clerk_desktop.common.clock import Clock
from clerk_desktop.desktop.models.attendance import AttendanceModel
from clerk_desktop.desktop.models.auto_capture import AutoCapture
from clerk_desktop.desktop.models.banner import BannerModel
from clerk_desktop.desktop.models.call import CallModel
from clerk_desktop.desktop.models.captions import CaptionsModel
from clerk_desktop.desktop.models.chat import ChatModel
from clerk_desktop.desktop.models.conversation import Conversation
from clerk_desktop.desktop.models.form import FormModel
from clerk_desktop.desktop.models.guests import GuestsModel
from clerk_desktop.desktop.models.handover import HandoverModel
from clerk_desktop.desktop.models.identity import IdentityModel
from clerk_desktop.desktop.models.lane import OfficeLane
from clerk_desktop.desktop.models.mail_code import MailCodeModel
from clerk_desktop.desktop.models.ports import Pages, Typesetter
from clerk_desktop.desktop.models.preview import PreviewModel, ShownModel
from clerk_desktop.desktop.models.quality import QualityModel
from clerk_desktop.desktop.models.review import ReviewModel
from clerk_desktop.desktop.models.secrecy import SecrecyModel
from clerk_desktop.desktop.models.signature import SignatureModel
from clerk_desktop.desktop.models.stage import StageModel
from clerk_desktop.desktop.models.uploads import UploadsModel
from clerk_desktop.desktop.tasks import Tasks


@dataclass(frozen=True)
class Rooms:
    """The models that one case consists of; each is small and knows nothing of the others."""

    call: CallModel
    lane: OfficeLane
    banner: BannerModel
    stage: StageModel
    identity: IdentityModel
    capture: AutoCapture
    mail_code: MailCodeModel
    form: FormModel
    preview: PreviewModel
    shown: ShownModel
    review: ReviewModel
    signature: SignatureModel
    handover: HandoverModel
    conversation: Conversation
    attendance: AttendanceModel
    chat: ChatModel
    captions: CaptionsModel
    quality: QualityModel
    secrecy: SecrecyModel
    guests: GuestsModel
    uploads: UploadsModel
    typeset: Typesetter
    pages: Pages
    tasks: Tasks
    clock: Clock
