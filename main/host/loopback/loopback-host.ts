/**
 * The browser host: serves the built window and the Contract on 127.0.0.1, to the one browser that was given the start address.
 *
 * ## The protocol on the wire
 *
 * The start address is `http://127.0.0.1:PORT/#t=TOKEN`. The token stands in the fragment, so no request and no log ever holds it.
 *
 * | request | sends | answers 200 with |
 * |---|---|---|
 * | `GET /`, `GET /assets/…` | | a file of the built window |
 * | `POST /session` | `{"token": "…"}` | `{"csrf": "…"}` and the session cookie; a token works once |
 * | `GET /session` | the cookie | `{"csrf": "…"}`, for a page that was reloaded |
 * | `POST /rpc` | `{"method": "…", "params": {…}}`, the cookie, `X-Rehearsal-Client: <csrf>` | the `Envelope` of the Contract |
 * | `GET /events` | the cookie, `X-Rehearsal-Client: <csrf>` | a `text/event-stream` that stays open |
 *
 * - Every body is `Content-Type: application/json` (a `charset=utf-8` parameter is allowed) and at most 1 MiB;
 *   64 MiB for `workspace.openUploaded`, 4 KiB for `/session`.
 * - An event is `event: <name of the Contract>\ndata: <payload as JSON on one line>\n\n`. Lines that begin with `:` only keep the
 *   stream alive. Read the stream with `fetch` (an `EventSource` cannot send the header), and open it again when it ends.
 * - A call that reached the Contract is answered 200, also when its Envelope holds an error. Every refusal by the host itself has
 *   another status and an Envelope with `ok: false` as its body: 400 not JSON or not `{method, params}`, 403 not allowed,
 *   404 no such path, 405 wrong method, 408 body too slow, 413 too large, 415 not JSON, 421 wrong `Host`.
 * - What a page does at its start: with a token in the fragment, remove it from the address (`history.replaceState`) and
 *   `POST /session`; without one, or when the exchange answers 403, `GET /session`; when that answers 403, tell the user to start
 *   `rehearse serve` again.
 */
export {};
