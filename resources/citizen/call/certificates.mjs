// The certificates that a connection really uses, and the one that this tab shows.

import { sha256 } from "../ids.mjs";

/** @import {Fingerprints} from "../contract.mjs" */

/**
 * One for all connections of this tab: a connection that is built anew then has the same fingerprint, and a code that was
 * compared stays compared. Kept in memory only.
 * @returns {Promise<RTCCertificate[]>} empty: the browser draws one for each connection by itself
 */
export async function ownCertificates() {
  try {
    const kind = /** @type {AlgorithmIdentifier} */ ({ name: "ECDSA", namedCurve: "P-256" });
    return [await RTCPeerConnection.generateCertificate(kind)];
  } catch {
    return [];
  }
}

/**
 * @param {string} text base64
 * @returns {Uint8Array<ArrayBuffer>}
 */
function decoded(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

/**
 * What the descriptions say. A browser refuses a connection whose certificate is not the announced one (RFC 8827 § 6.5), so
 * this holds, as long as there is exactly one for everything.
 * @param {string} sdp
 * @returns {string} lower-case hex; empty when it is not certain
 */
export function announced(sdp) {
  const lines = [...sdp.matchAll(/^a=fingerprint:(\S+) ([0-9A-Fa-f:]+)\s*$/gm)];
  const prints = new Set(lines.map(([, kind, print]) => (kind?.toLowerCase() === "sha-256" ? print?.replaceAll(":", "").toLowerCase() : "")));
  prints.delete("");
  return prints.size === 1 ? ([...prints][0] ?? "") : "";
}

/**
 * Both certificates as this page really sees them: of the handshake that was made.
 * @param {RTCPeerConnection} connection
 * @returns {Promise<Fingerprints | null>} null: not certain, or picture, sound and data do not share one transport. Somebody
 *   who pulls them apart could listen on one of them while the agreement is made on another.
 */
export async function seenBy(connection) {
  const report = await connection.getStats();
  const transports = [...report.values()].filter((entry) => entry.type === "transport");
  const [transport] = transports;
  if (transports.length > 1) {
    return null;
  }
  /** @param {string | undefined} id */
  const told = async (id) => {
    const der = id ? report.get(id)?.base64Certificate : null;
    return der ? sha256(decoded(der)) : "";
  };
  const page = (await told(transport?.localCertificateId)) || announced(connection.localDescription?.sdp ?? "");
  const desk = (await told(transport?.remoteCertificateId)) || (await presented(connection)) || announced(connection.remoteDescription?.sdp ?? "");
  return page && desk ? { page, desk } : null;
}

/**
 * @param {RTCPeerConnection} connection
 * @returns {Promise<string>} what the desk has shown, where the browser tells it so; empty where not
 */
async function presented(connection) {
  const [der] = connection.sctp?.transport.getRemoteCertificates?.() ?? [];
  return der ? sha256(new Uint8Array(der)) : "";
}
