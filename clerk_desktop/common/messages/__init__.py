"""THE contract: every REST body, live message and data-channel message between page, desk and service.

Three families, one version:

* REST bodies (`/api/v1`, `booking.py` and `clerk.py`): what is sent is checked strictly (unknown fields are refused).
* Live messages (`live.py`): JSON over the web socket between each party and the service (`LIVE_PATH`).
* Data messages (`work.py`): JSON text frames on the peer-to-peer data channel `DATA_CHANNEL`. Binary content (stills,
  papers) follows its `blob.begin` as binary frames of at most `BLOB_CHUNK` bytes and ends with `blob.end`;
  one transfer at a time per direction, so a frame needs no header. The service never sees this channel.

Within a version fields may be added and receivers ignore what they do not know; anything else is a new version.
JSON samples that Python and the page's tests both read lie in `tests/contract`.
"""
