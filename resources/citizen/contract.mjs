// Written by installer/contract.py from clerk_desktop/common/messages; do not edit.
// THE contract between page, desk and service, as JSDoc types and constants.

export const VERSION = 1;
export const API = "/api/v1";
export const LIVE_PATH = "/api/v1/live";
export const DATA_CHANNEL = "work";
export const BLOB_CHUNK = 16384;
export const BLOB_MAX = 25165824;
export const MOST_MATTERS = 4;
export const LONGEST_MINUTES = 120;

/** States that nothing leads out of. */
export const ENDED = Object.freeze(["cancelled", "expired", "finished", "missed", "rescheduled"]);

/**
 * What the service demands of the booking's texts.
 * @type {Record<string, {minLength?: number, maxLength?: number, pattern?: string, format?: string}>}
 */
export const BOOKING_RULES = {
  "given_names": {
    "minLength": 1,
    "maxLength": 120,
    "pattern": "^[^\\x00-\\x1f<>]*$"
  },
  "family_name": {
    "minLength": 1,
    "maxLength": 120,
    "pattern": "^[^\\x00-\\x1f<>]*$"
  },
  "birth_date": {
    "format": "date"
  },
  "email": {
    "format": "email"
  },
  "mobile": {
    "pattern": "^\\+?[0-9][0-9 /()-]{4,24}$"
  },
  "language": {}
};

/** The types of LiveFromCitizen. */
export const LIVE_FROM_CITIZEN = Object.freeze([
  "card.tried",
  "guest.consent",
  "guest.signal",
  "hello",
  "leave",
  "note.send",
  "ping",
  "ready",
  "signal",
]);

/** The types of LiveToCitizen. */
export const LIVE_TO_CITIZEN = Object.freeze([
  "called",
  "error",
  "guest.signal",
  "guests",
  "note",
  "pong",
  "position",
  "presence",
  "signal",
  "state",
  "welcome",
]);

/** The types of LiveFromGuest. */
export const LIVE_FROM_GUEST = Object.freeze([
  "guest.ready",
  "guest.signal",
  "hello",
  "leave",
  "ping",
]);

/** The types of LiveToGuest. */
export const LIVE_TO_GUEST = Object.freeze([
  "error",
  "guest.signal",
  "guest.standing",
  "guest.welcome",
  "pong",
]);

/** The types of DataFromDesk. */
export const DATA_FROM_DESK = Object.freeze([
  "blob.begin",
  "blob.end",
  "caption",
  "capture",
  "chat",
  "chat.received",
  "code.compared",
  "desk.hello",
  "document.show",
  "document.withdraw",
  "finished.paper",
  "goodbye",
  "identity.ask",
  "identity.ask_over",
  "quality",
  "secure.nonce",
  "secure.refused",
  "signature.accepted",
  "signature.ask",
  "signature.sent_back",
  "signature.withdraw",
  "stage",
  "still.request",
  "uploads",
]);

/** The types of DataFromPage. */
export const DATA_FROM_PAGE = Object.freeze([
  "blob.begin",
  "blob.end",
  "chat",
  "chat.received",
  "code.compared",
  "document.answer",
  "document.shown",
  "identity.answer",
  "identity.serial",
  "media",
  "page.goodbye",
  "page.hello",
  "paper.received",
  "quality",
  "secure.commit",
  "secure.refused",
  "secure.reveal",
  "signature.declined",
  "signature.drawn",
  "still.failed",
  "upload.cancelled",
  "upload.part",
]);

/** The types of DataToGuest. */
export const DATA_TO_GUEST = Object.freeze([
  "caption",
  "chat",
  "chat.received",
  "code.compared",
  "goodbye",
  "guest.picture",
  "media",
  "quality",
  "secure.nonce",
  "secure.refused",
]);

/** The types of DataFromGuest. */
export const DATA_FROM_GUEST = Object.freeze([
  "chat",
  "chat.received",
  "code.compared",
  "media",
  "page.goodbye",
  "quality",
  "secure.commit",
  "secure.refused",
  "secure.reveal",
]);

/**
 * An appointment as its citizen sees it (bearer token: the part of the link behind `#`).
 * @typedef {object} AppointmentView
 * @property {string} id
 * @property {string} reference
 * @property {OfficeView} office
 * @property {Array<MatterView>} matters
 * @property {string} start
 * @property {string} end
 * @property {State} state
 * @property {string} given_names
 * @property {string} family_name
 * @property {"de" | "en"} language
 * @property {string | null} [opens_at]
 * @property {boolean} [changeable]
 * @property {string | null} [confirm_by]
 */

/**
 * Binary frames follow, `size` bytes in all.
 * @typedef {object} BlobBegin
 * @property {"blob.begin"} type
 * @property {string} id
 * @property {BlobKind} kind
 * @property {"image/jpeg" | "image/png" | "application/pdf" | "image/heic"} mime
 * @property {number} size
 * @property {string} sha256
 */

/**
 * All bytes were sent.
 * @typedef {object} BlobEnd
 * @property {"blob.end"} type
 * @property {string} id
 */

/**
 * What the bytes are.
 * @typedef {"still" | "document" | "finished" | "upload"} BlobKind
 */

/**
 * Who comes. The mobile number is optional and only used for TANs and call-backs.
 * @typedef {object} BookingRequest
 * @property {string} given_names
 * @property {string} family_name
 * @property {string} birth_date
 * @property {string} email
 * @property {string | null} [mobile]
 * @property {"de" | "en"} [language]
 * @property {true} consent
 */

/**
 * To the citizen: the clerk is ready, make the peer connection now (also after an interruption).
 * @typedef {object} Called
 * @property {"called"} type
 * @property {string} clerk
 * @property {Array<IceServer>} [ice_servers]
 */

/**
 * What the proof of work is about, in ALTCHA's own words (version 2 of its proof of work).
 * @typedef {object} CaptchaParameters
 * @property {string} algorithm
 * @property {string} nonce
 * @property {string} salt
 * @property {number} cost
 * @property {number} keyLength
 * @property {string} keyPrefix
 * @property {Record<string, string | number>} data
 */

/**
 * A challenge as ALTCHA's widget and libraries read it; good for one request and some minutes.
 * @typedef {object} CaptchaView
 * @property {CaptchaParameters} parameters
 * @property {string} signature
 */

/**
 * What the clerk types for somebody who cannot hear: the whole line so far; the next one begins after `final`.
 * @typedef {object} Caption
 * @property {"caption"} type
 * @property {string} text
 * @property {boolean} [final]
 */

/**
 * How the desk sees the card now; told when it changes, at most some times a second.
 * @typedef {object} CaptureView
 * @property {"capture"} type
 * @property {Wanted | null} [wanted]
 * @property {Hint | null} [hint]
 * @property {Array<number>} [outline]
 * @property {boolean} [good]
 */

/**
 * Sides of a document.
 * @typedef {"front" | "back"} CardSide
 */

/**
 * How well the citizen's card could be seen when they tried it alone, on their own device. Never a picture.
 * @typedef {object} CardTrial
 * @property {Grade} overall
 * @property {Grade} size
 * @property {Grade} sharpness
 * @property {Grade} glare
 * @property {Grade} light
 * @property {Grade} posture
 * @property {number} width
 * @property {number} height
 * @property {boolean} [lines_seen]
 * @property {boolean} [front_seen]
 */

/**
 * Citizen: how it went to hold the card into the camera. Kept while this page is connected, and nowhere written.
 * @typedef {object} CardTried
 * @property {"card.tried"} type
 * @property {CardTrial} trial
 */

/**
 * A line of the call's chat. Said again with the same id until `chat.received` came back; never stored.
 * @typedef {object} Chat
 * @property {"chat"} type
 * @property {string} id
 * @property {string} text
 * @property {string} [name]
 */

/**
 * The line is on the other's screen.
 * @typedef {object} ChatReceived
 * @property {"chat.received"} type
 * @property {string} id
 */

/**
 * The two people have compared the code aloud. `same` False ends the call.
 * @typedef {object} CodeCompared
 * @property {"code.compared"} type
 * @property {boolean} same
 */

/**
 * First on the channel: who serves, for what, and through which stages.
 * @typedef {object} DeskHello
 * @property {"desk.hello"} type
 * @property {number} version
 * @property {string} clerk
 * @property {string} office
 * @property {Text} matter
 * @property {Array<Stage>} stages
 */

/**
 * What the citizen's device check found.
 * @typedef {object} Devices
 * @property {boolean} camera
 * @property {boolean} microphone
 */

/**
 * The answer "stimmt" or "stimmt nicht", with the citizen's words.
 * @typedef {object} DocumentAnswer
 * @property {"document.answer"} type
 * @property {string} id
 * @property {string} sha256
 * @property {boolean} agreed
 * @property {string} [remark]
 */

/**
 * Show this paper for review; its PDF follows as a blob of kind `document` with the same id.
 * @typedef {object} DocumentShow
 * @property {"document.show"} type
 * @property {string} id
 * @property {string} title
 * @property {number} revision
 * @property {number} pages
 * @property {string} sha256
 * @property {boolean} [agreed]
 */

/**
 * The page displayed this page (from 1) of exactly these bytes.
 * @typedef {object} DocumentShown
 * @property {"document.shown"} type
 * @property {string} id
 * @property {number} page
 * @property {string} sha256
 */

/**
 * Take the paper off the screen; it is being corrected.
 * @typedef {object} DocumentWithdraw
 * @property {"document.withdraw"} type
 * @property {string} id
 */

/**
 * A drawn signature as vectors: the strokes and the size of the pad they were drawn on (CSS pixels).
 * @typedef {object} Drawing
 * @property {number} width
 * @property {number} height
 * @property {Array<Array<Point>>} strokes
 */

/**
 * The DTLS certificates of one connection as one end really sees them: SHA-256, lower case hex, no colons.
 * @typedef {object} Fingerprints
 * @property {string} page
 * @property {string} desk
 */

/**
 * A finished paper to keep; its PDF follows as a blob of kind `finished` with the same id.
 * @typedef {object} FinishedPaper
 * @property {"finished.paper"} type
 * @property {string} id
 * @property {string} title
 * @property {string} file_name
 * @property {string} sha256
 * @property {SignatureLevel} level
 */

/**
 * The clerk ends the call. `finished` False: it goes on another time.
 * @typedef {object} Goodbye
 * @property {"goodbye"} type
 * @property {boolean} finished
 */

/**
 * How good one thing was.
 * @typedef {"good" | "fair" | "poor"} Grade
 */

/**
 * Citizen: whether this guest may be in the call. `agreed` False also sends away who is in it already.
 * @typedef {object} GuestConsent
 * @property {"guest.consent"} type
 * @property {string} guest
 * @property {boolean} agreed
 */

/**
 * Who is at the other end of one of a guest's two connections.
 * @typedef {"desk" | "citizen"} GuestOther
 */

/**
 * The citizen's page to a guest: whether the citizen's picture is sent. It is not while an ID card may be shown.
 * @typedef {object} GuestPicture
 * @property {"guest.picture"} type
 * @property {boolean} sent
 */

/**
 * Guest: agrees to the call, has checked the devices and says who is there; waits to be let in.
 * @typedef {object} GuestReady
 * @property {"guest.ready"} type
 * @property {string} name
 * @property {Devices} devices
 * @property {true} consent
 */

/**
 * As what somebody is invited.
 * @typedef {"interpreter" | "sign_interpreter" | "helper"} GuestRole
 */

/**
 * Relayed as it is between a guest who was let in and one of the other two; like `Signal`.
 * @typedef {object} GuestSignal
 * @property {"guest.signal"} type
 * @property {string} appointment
 * @property {string} guest
 * @property {GuestOther} other
 * @property {string} session
 * @property {SignalKind} kind
 * @property {string | null} [sdp]
 * @property {string | null} [candidate]
 * @property {string | null} [mid]
 */

/**
 * To the guest: something changed; `ice_servers` come while the call runs.
 * @typedef {object} GuestStanding
 * @property {"guest.standing"} type
 * @property {GuestVisitView} visit
 * @property {Array<IceServer>} [ice_servers]
 */

/**
 * How an invitation stands.
 * @typedef {"asked" | "agreed" | "admitted" | "refused" | "removed"} GuestState
 */

/**
 * A guest as clerk and citizen see them.
 * @typedef {object} GuestView
 * @property {string} id
 * @property {GuestRole} role
 * @property {string} name
 * @property {string} [said_name]
 * @property {GuestState} state
 * @property {boolean} [present]
 * @property {boolean} [mailed]
 */

/**
 * What a guest's link opens. Whose appointment it is stays untold until the guest is let in.
 * @typedef {object} GuestVisitView
 * @property {string} id
 * @property {string} appointment
 * @property {GuestRole} role
 * @property {string} name
 * @property {"de" | "en"} [language]
 * @property {OfficeView} office
 * @property {string} start
 * @property {string} end
 * @property {GuestState} state
 * @property {boolean} [over]
 * @property {boolean} [running]
 * @property {string} [clerk]
 * @property {string} [citizen]
 * @property {boolean} [desk_present]
 * @property {boolean} [citizen_present]
 */

/**
 * To the guest: the link is right and this is what it opens.
 * @typedef {object} GuestWelcome
 * @property {"guest.welcome"} type
 * @property {number} version
 * @property {GuestVisitView} visit
 */

/**
 * To citizen and desk: the guests' list changed; the whole of it.
 * @typedef {object} Guests
 * @property {"guests"} type
 * @property {string} appointment
 * @property {Array<GuestView>} guests
 */

/**
 * First message of every live connection: who is there. The token never stands in an address.
 * @typedef {object} Hello
 * @property {"hello"} type
 * @property {number} version
 * @property {string} token
 */

/**
 * What to do next. The order is the priority: when several things are wrong, the first one is said.
 * @typedef {"wrong_side" | "at_edge" | "closer" | "farther" | "too_dark" | "glare" | "straighten" | "hold_still"} Hint
 */

/**
 * A STUN or TURN server for the peer connection.
 * @typedef {object} IceServer
 * @property {Array<string>} urls
 * @property {string | null} [username]
 * @property {string | null} [credential]
 */

/**
 * Where to ask for a way through firewalls; TURN passwords end at `expires_at` (None: nothing ends).
 * @typedef {object} IceView
 * @property {Array<IceServer>} [ice_servers]
 * @property {string | null} [expires_at]
 */

/**
 * The person's own yes or no to the request.
 * @typedef {object} IdentityAnswer
 * @property {"identity.answer"} type
 * @property {string} id
 * @property {boolean} yes
 */

/**
 * Please do this now; the one before is over.
 * @typedef {object} IdentityAsk
 * @property {"identity.ask"} type
 * @property {string} id
 * @property {StepKind} kind
 * @property {string} [detail]
 * @property {CardSide | null} [side]
 * @property {Text | null} [document]
 * @property {Text | null} [words]
 */

/**
 * Nothing is asked of the person now.
 * @typedef {object} IdentityAskOver
 * @property {"identity.ask_over"} type
 */

/**
 * How sure the office must be who is in front of it.
 * @typedef {"none" | "questions" | "card" | "video" | "eid"} IdentityLevel
 */

/**
 * The serial number, as the person reads it from their card.
 * @typedef {object} IdentitySerial
 * @property {"identity.serial"} type
 * @property {string} id
 * @property {string} number
 */

/**
 * Citizen: leaves the waiting room on purpose.
 * @typedef {object} Leave
 * @property {"leave"} type
 */

/**
 * How well the sender of this message receives the other; told when it changes.
 * @typedef {object} LinkQuality
 * @property {"quality"} type
 * @property {QualityLevel} level
 */

/**
 * Where a person on the waiting list stands.
 * @typedef {"waiting" | "offered" | "booked" | "withdrawn" | "run_out"} ListState
 */

/**
 * To either: refused; `code` is the key of the sentence. `final` says that trying again is useless.
 * @typedef {object} LiveError
 * @property {"error"} type
 * @property {string} code
 * @property {boolean} [final]
 * @property {string | null} [note]
 */

/**
 * What everybody may know of a matter; the page shows it before booking.
 * @typedef {object} MatterView
 * @property {string} id
 * @property {Text} title
 * @property {Text} summary
 * @property {number} duration_minutes
 * @property {number} [fee_cents]
 * @property {Array<Text>} [bring]
 * @property {Array<string>} [legal_basis]
 * @property {IdentityLevel} [identity]
 * @property {SignatureLevel} [signature]
 * @property {number} [signers]
 * @property {boolean} [counter_only]
 */

/**
 * The citizen muted or unmuted camera or microphone.
 * @typedef {object} MediaState
 * @property {"media"} type
 * @property {boolean} camera
 * @property {boolean} microphone
 */

/**
 * A short message; to the citizen and to every desk of the office, also to the sender as a receipt.
 * @typedef {object} Note
 * @property {"note"} type
 * @property {string} appointment
 * @property {string} id
 * @property {NoteSender} sender
 * @property {string} name
 * @property {string} text
 * @property {string} at
 */

/**
 * A short message before the call: to the waiting citizen, or from them to the office.
 * @typedef {object} NoteSend
 * @property {"note.send"} type
 * @property {string} appointment
 * @property {string} id
 * @property {string} text
 */

/**
 * Who wrote.
 * @typedef {"citizen" | "clerk"} NoteSender
 */

/**
 * A freed slot, held until `expires_at` for the person to whom it is offered.
 * @typedef {object} OfferView
 * @property {string} start
 * @property {string} end
 * @property {string} expires_at
 */

/**
 * One of the town's Bürgerämter.
 * @typedef {object} OfficeView
 * @property {string} id
 * @property {string} name
 * @property {string} address
 * @property {string} [phone]
 * @property {Array<string>} [matters]
 * @property {number | null} [horizon_days]
 */

/**
 * The citizen hangs up.
 * @typedef {object} PageGoodbye
 * @property {"page.goodbye"} type
 */

/**
 * First on the channel from the page.
 * @typedef {object} PageHello
 * @property {"page.hello"} type
 * @property {number} version
 * @property {"de" | "en"} language
 * @property {Devices} devices
 * @property {string} [device]
 */

/**
 * The finished paper arrived whole.
 * @typedef {object} PaperReceived
 * @property {"paper.received"} type
 * @property {string} id
 * @property {string} sha256
 */

/**
 * Citizen: is anybody there? A page cannot see the pings of the web socket itself.
 * @typedef {object} Ping
 * @property {"ping"} type
 */

/**
 * One sample of the pen: x and y in CSS pixels of the pad, t in milliseconds, p the pressure 0…1.
 * @typedef {object} Point
 * @property {number} x
 * @property {number} y
 * @property {number} t
 * @property {number} [p]
 */

/**
 * To the citizen: yes.
 * @typedef {object} Pong
 * @property {"pong"} type
 */

/**
 * To the waiting citizen: `place` 1 is next; `expected_minutes` is an estimate, not a promise.
 * @typedef {object} Position
 * @property {"position"} type
 * @property {number} place
 * @property {number} expected_minutes
 * @property {boolean} clerk_present
 * @property {boolean} [parked]
 */

/**
 * To the other side: the citizen's page or the clerk's desk came or went.
 * @typedef {object} Presence
 * @property {"presence"} type
 * @property {string} appointment
 * @property {boolean} present
 */

/**
 * problem+json (RFC 9457); `code` is the key of the sentence, `fields` names what is wrong in the input.
 * @typedef {object} Problem
 * @property {string} [type]
 * @property {string} title
 * @property {number} status
 * @property {string} code
 * @property {Array<string>} [fields]
 * @property {Array<SlotView>} [alternatives]
 */

/**
 * How well one hears and sees the other: a traffic light, never a number.
 * @typedef {"good" | "weak" | "bad"} QualityLevel
 */

/**
 * Citizen: consent given and device check done; puts the appointment into the waiting room.
 * @typedef {object} Ready
 * @property {"ready"} type
 * @property {Devices} devices
 * @property {true} consent
 */

/**
 * Take this slot instead of the present one; everything else stays as it is.
 * @typedef {object} ReschedulingRequest
 * @property {string} start
 */

/**
 * Hold a slot while the form is filled in.
 * @typedef {object} ReservationRequest
 * @property {string} office
 * @property {Array<string>} matters
 * @property {string} start
 * @property {string | null} [captcha]
 */

/**
 * The slot is held until `expires_at`; `hold_token` is the bearer token for confirming it.
 * @typedef {object} ReservationView
 * @property {string} appointment
 * @property {string} hold_token
 * @property {string} start
 * @property {string} end
 * @property {string} expires_at
 */

/**
 * Page, first on a channel: the hash of a nonce that it has drawn, so that nobody can choose a code to fit.
 * @typedef {object} SecureCommit
 * @property {"secure.commit"} type
 * @property {string} commitment
 * @property {Fingerprints} seen
 */

/**
 * Desk, in answer to the commitment: its own nonce (32 bytes, hex), and the certificates that it sees.
 * @typedef {object} SecureNonce
 * @property {"secure.nonce"} type
 * @property {string} nonce
 * @property {Fingerprints} seen
 */

/**
 * The two ends see different certificates, or a nonce is not the one committed to: somebody sits in between.
 * @typedef {object} SecureRefused
 * @property {"secure.refused"} type
 */

/**
 * Page: the nonce of its commitment. Now both can compute the code that is compared aloud.
 * @typedef {object} SecureReveal
 * @property {"secure.reveal"} type
 * @property {string} nonce
 */

/**
 * Relayed as it is between the citizen and the clerk of the appointment.
 * @typedef {object} Signal
 * @property {"signal"} type
 * @property {string} appointment
 * @property {string} session
 * @property {SignalKind} kind
 * @property {string | null} [sdp]
 * @property {string | null} [candidate]
 * @property {string | null} [mid]
 */

/**
 * What is carried between the two peers.
 * @typedef {"offer" | "answer" | "candidate"} SignalKind
 */

/**
 * The signature stands in the paper.
 * @typedef {object} SignatureAccepted
 * @property {"signature.accepted"} type
 * @property {string} id
 */

/**
 * Please sign the document `document` (as shown, `document_sha256`).
 * @typedef {object} SignatureAsk
 * @property {"signature.ask"} type
 * @property {string} id
 * @property {string} document
 * @property {string} document_sha256
 * @property {string} title
 * @property {string} signer
 * @property {SignatureLevel} level
 */

/**
 * The citizen will not sign.
 * @typedef {object} SignatureDeclined
 * @property {"signature.declined"} type
 * @property {string} id
 * @property {string} [reason]
 */

/**
 * The citizen signed by drawing.
 * @typedef {object} SignatureDrawn
 * @property {"signature.drawn"} type
 * @property {string} id
 * @property {string} document_sha256
 * @property {Drawing} drawing
 */

/**
 * The levels of Art. 3 no. 10 and Art. 26 eIDAS that this program can reach; never "qualified".
 * @typedef {"none" | "simple" | "advanced"} SignatureLevel
 */

/**
 * The drawing was refused (`code` is the key of the sentence); the request stays open.
 * @typedef {object} SignatureSentBack
 * @property {"signature.sent_back"} type
 * @property {string} id
 * @property {string} code
 */

/**
 * The request is void.
 * @typedef {object} SignatureWithdraw
 * @property {"signature.withdraw"} type
 * @property {string} id
 */

/**
 * A moment that can still be booked.
 * @typedef {object} SlotView
 * @property {string} start
 * @property {number} free
 */

/**
 * Free slots of one office for these matters together, in order of time.
 * @typedef {object} SlotsView
 * @property {string} office
 * @property {Array<string>} matters
 * @property {Array<SlotView>} slots
 */

/**
 * Where in the conversation both are.
 * @typedef {"greet" | "identify" | "work" | "review" | "sign" | "pay" | "finish"} Stage
 */

/**
 * Both show the same stage.
 * @typedef {object} StageChanged
 * @property {"stage"} type
 * @property {Stage} stage
 */

/**
 * Where an appointment stands.
 * @typedef {"reserved" | "confirmed" | "waiting" | "called" | "in_call" | "interrupted" | "finished" | "cancelled" | "rescheduled" | "missed" | "expired"} State
 */

/**
 * To the citizen: the appointment is in another state now.
 * @typedef {object} StateChanged
 * @property {"state"} type
 * @property {State} state
 */

/**
 * What a step is about, in the order in which they are taken.
 * @typedef {"consent" | "quality" | "read" | "front" | "feature" | "tilt" | "occlude" | "serial" | "face" | "question"} StepKind
 */

/**
 * No picture could be taken; `code` is the key of the sentence.
 * @typedef {object} StillFailed
 * @property {"still.failed"} type
 * @property {string} id
 * @property {string} code
 */

/**
 * Take one full-resolution picture now and send it as a blob of kind `still` with this id.
 * @typedef {object} StillRequest
 * @property {"still.request"} type
 * @property {string} id
 */

/**
 * A sentence in both languages of the office.
 * @typedef {object} Text
 * @property {string} de
 * @property {string} en
 */

/**
 * What the town has switched on, so that the page offers nothing that will be refused.
 * @typedef {object} TownView
 * @property {boolean} captcha
 * @property {boolean} confirm_by_mail
 * @property {boolean} waiting_list
 * @property {number} max_open_per_person
 * @property {number} hold_minutes
 */

/**
 * Page: forget what was sent for this paper; it is begun anew or not at all.
 * @typedef {object} UploadCancelled
 * @property {"upload.cancelled"} type
 * @property {string} upload
 */

/**
 * Page, before the file: it follows as a blob of kind `upload` with this id and belongs to `upload`.
 * @typedef {object} UploadPart
 * @property {"upload.part"} type
 * @property {string} id
 * @property {string} upload
 */

/**
 * How far an upload is.
 * @typedef {"wanted" | "reading" | "arrived" | "accepted" | "returned"} UploadState
 */

/**
 * One paper that may be handed in.
 * @typedef {object} UploadView
 * @property {string} id
 * @property {Text} title
 * @property {boolean} [required]
 * @property {UploadState} [state]
 * @property {number} [parts]
 * @property {string} [last]
 * @property {string} [code]
 * @property {string} [reason]
 */

/**
 * Desk: all papers that may be handed in now, and how far each is; told anew when one changes.
 * @typedef {object} Uploads
 * @property {"uploads"} type
 * @property {Array<UploadView>} [items]
 */

/**
 * Tell me when a place becomes free between these two days (in Germany; both count).
 * @typedef {object} WaitingListRequest
 * @property {string} office
 * @property {Array<string>} matters
 * @property {string} first
 * @property {string} last
 * @property {string} given_names
 * @property {string} family_name
 * @property {string} birth_date
 * @property {string} email
 * @property {string | null} [mobile]
 * @property {"de" | "en"} [language]
 * @property {true} consent
 * @property {string | null} [captcha]
 */

/**
 * A place on the waiting list (bearer token: the part of the link `/angebot#…`).
 * @typedef {object} WaitingListView
 * @property {string} id
 * @property {OfficeView} office
 * @property {Array<MatterView>} matters
 * @property {string} first
 * @property {string} last
 * @property {ListState} state
 * @property {"de" | "en"} language
 * @property {OfferView | null} [offer]
 * @property {AppointmentView | null} [appointment]
 */

/**
 * Which side the clerk asks for.
 * @typedef {"mrz" | "other" | "any"} Wanted
 */

/**
 * To the citizen: the link is right and this is the appointment.
 * @typedef {object} Welcome
 * @property {"welcome"} type
 * @property {number} version
 * @property {AppointmentView} appointment
 */

/** @typedef {Hello | Ready | CardTried | Signal | NoteSend | GuestConsent | GuestSignal | Leave | Ping} LiveFromCitizen */
/** @typedef {Welcome | Position | Called | Signal | Note | Presence | StateChanged | Guests | GuestSignal | Pong | LiveError} LiveToCitizen */
/** @typedef {Hello | GuestReady | GuestSignal | Leave | Ping} LiveFromGuest */
/** @typedef {GuestWelcome | GuestStanding | GuestSignal | Pong | LiveError} LiveToGuest */
/** @typedef {DeskHello | StageChanged | StillRequest | CaptureView | IdentityAsk | IdentityAskOver | DocumentShow | DocumentWithdraw | SignatureAsk | SignatureWithdraw | SignatureAccepted | SignatureSentBack | FinishedPaper | Uploads | Chat | ChatReceived | Caption | LinkQuality | SecureNonce | SecureRefused | CodeCompared | Goodbye | BlobBegin | BlobEnd} DataFromDesk */
/** @typedef {PageHello | StillFailed | IdentityAnswer | IdentitySerial | DocumentShown | DocumentAnswer | SignatureDrawn | SignatureDeclined | PaperReceived | UploadPart | UploadCancelled | MediaState | Chat | ChatReceived | LinkQuality | SecureCommit | SecureReveal | SecureRefused | CodeCompared | PageGoodbye | BlobBegin | BlobEnd} DataFromPage */
/** @typedef {SecureNonce | SecureRefused | CodeCompared | Chat | ChatReceived | Caption | LinkQuality | MediaState | GuestPicture | Goodbye} DataToGuest */
/** @typedef {SecureCommit | SecureReveal | SecureRefused | CodeCompared | Chat | ChatReceived | LinkQuality | MediaState | PageGoodbye} DataFromGuest */
