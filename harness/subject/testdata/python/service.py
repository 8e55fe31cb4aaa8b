"""A Programmer Service in Python, for tests: nothing but what Python brings along.

    python3 service.py HOST PORT STATE_FOLDER    (ADOBE, STATEMENT and PROGRAMMER in the environment)

NETWORK says how it calls Adobe Pass: urllib or connection, as they come, or fixed, which is right.
"""

import base64
import hashlib
import http.client
import http.server
import json
import os
import signal
import sys
import threading
import time
import traceback
import urllib.error
import urllib.parse
import urllib.request

HOST, PORT, FOLDER = sys.argv[1], int(sys.argv[2]), sys.argv[3]
ADOBE, STATEMENT, PROGRAMMER = os.environ["ADOBE"], os.environ["STATEMENT"], os.environ["PROGRAMMER"]
DOMAIN = "example.com"
JSON, FORM = "application/json", "application/x-www-form-urlencoded"


def quote(text):
    return urllib.parse.quote(text, safe="")


def now():
    return time.time() * 1000


class Refusal(Exception):
    def __init__(self, status, body):
        self.status = status
        self.code = body.get("code") or body.get("error") or ""
        self.action = body.get("action") or ""
        self.text = body.get("details") or body.get("message") or f"Adobe Pass answered {status}"
        super().__init__(self.text)

    def may_repeat(self):
        if self.action:
            return self.action == "retry"
        return self.status in (0, 429) or self.status >= 500


class Device:
    """What is kept of a device, in a file of its own, and what is known of it."""

    def __init__(self, key):
        self.key = key
        self.file = os.path.join(FOLDER, hashlib.sha256(key.encode()).hexdigest() + ".json")
        self.credentials = threading.Lock()  # one registration or refresh at a time
        self.lock = threading.RLock()
        self.permits, self.quiet, self.looked, self.login = {}, 0, False, None
        self.info, self.address, self.port = {}, "", 0
        try:
            with open(self.file, encoding="utf-8") as f:
                self.kept = json.load(f)
        except FileNotFoundError:
            self.kept = {}

    def keep(self, **changes):
        with self.lock:
            self.kept.update(changes)
            with open(self.file + ".new", "w", encoding="utf-8") as f:
                json.dump(self.kept, f)
            os.replace(self.file + ".new", self.file)

    def headers(self, registers=False):
        info = {**self.info, "connectionIp": self.address, "connectionPort": self.port}
        out = {
            "Accept": JSON,
            "X-Forwarded-For": self.address,
            "X-Device-Info": base64.b64encode(json.dumps(info).encode()).decode(),
        }
        if not registers:  # everything but registration names the device
            digest = hashlib.sha256(self.key.encode()).hexdigest()
            out["AP-Device-Identifier"] = "fingerprint " + base64.b64encode(digest.encode()).decode()
        return out

    def profile(self):
        p = self.kept.get("profile")
        return p if p and now() < p["notAfter"] else None

    def forget_profile(self, **changes):
        with self.lock:
            self.permits.clear()
            self.looked = False
            self.keep(profile=None, **changes)

    def keep_profile(self, p):
        with self.lock:
            self.permits.clear()
            self.keep(profile=p, mvpd=p["mvpd"])


DEVICES, LISTS, LOCK = {}, {}, threading.Lock()


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


CLIENT = urllib.request.build_opener(NoRedirect)


def opened(method, url, headers, body, **limits):
    """One exchange. urllib asks for an address each time and keeps no connection."""
    request = urllib.request.Request(url, data=body, headers=headers, method=method)
    try:
        with CLIENT.open(request, **limits) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as e:
        return e.code, e.read()


IDLE, IDLE_LOCK = [], threading.Lock()  # connections that are kept


def kept(method, url, headers, body):
    """One exchange on a connection that is kept, as whoever wants it fast writes it."""
    at = urllib.parse.urlsplit(url)
    with IDLE_LOCK:
        connection = IDLE.pop() if IDLE else None
    if connection is None:
        kind = http.client.HTTPSConnection if at.scheme == "https" else http.client.HTTPConnection
        connection = kind(at.netloc)
    try:
        connection.request(method, at.path + ("?" + at.query if at.query else ""), body, headers)
        answer = connection.getresponse()
        out = answer.status, answer.read()
    except (OSError, http.client.HTTPException):
        connection.close()
        raise
    with IDLE_LOCK:
        IDLE.append(connection)
    return out


EXCHANGE = {
    "urllib": opened,
    "connection": kept,
    "fixed": lambda *call: opened(*call, timeout=10),  # no call without a limit
}[os.environ.get("NETWORK") or "fixed"]


def send(method, url, headers, body):
    try:
        status, text = EXCHANGE(method, url, headers, body.encode() if body is not None else None)
    except (OSError, http.client.HTTPException):
        return 0, None
    try:
        return status, json.loads(text) if text else {}
    except ValueError:
        return status, None  # pages of gateways are no JSON


def persist(device, attempt, once=False):
    """A call that is repeated where that is allowed, with pauses that grow."""
    pause, n = 1.2, 0
    while True:
        wait = device.quiet - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        status, body = attempt()
        answered = isinstance(body, dict)
        if 200 <= status < 300:
            if answered:
                return body
            raise Refusal(status, {"code": "unreadable", "action": "none"})
        refusal = Refusal(status, body if answered else {})
        if status == 429:
            device.quiet = time.monotonic() + 1.5
        if once or n >= 2 or status == 401 or not refusal.may_repeat():
            raise refusal
        time.sleep(1.5 if status == 429 else pause)
        pause, n = pause * 2, n + 1


def registration(device, path, body, kind):
    return persist(device, lambda: send("POST", ADOBE + path, {**device.headers(True), "Content-Type": kind}, body))


def register(device):
    got = registration(device, "/o/client/register", json.dumps({"software_statement": STATEMENT}), JSON)
    with device.lock:  # profiles end with the credentials
        device.kept = {k: v for k, v in device.kept.items() if k in ("mvpd", "picked", "name", "logo")}
        device.keep(id=got["client_id"], secret=got["client_secret"])


def fetch_token(device):
    if not device.kept.get("id"):
        register(device)
    for again in (False, True):
        form = {"client_id": device.kept["id"], "client_secret": device.kept["secret"], "grant_type": "client_credentials"}
        try:
            got = registration(device, "/o/client/token", urllib.parse.urlencode(form), FORM)
        except Refusal as e:
            if again or e.code != "invalid_client":
                raise
            register(device)
            continue
        life = int(got["expires_in"]) * 1000
        device.keep(token=got["access_token"], until=int(got["created_at"]) + life - min(life / 5, 300_000))
        return


def token(device):
    """The token, until the last fifth of its life."""
    with device.credentials:
        if not device.kept.get("token") or now() >= device.kept["until"]:
            fetch_token(device)
        return device.kept["token"]


def call(device, method, path, body=None, kind=None, once=False):
    for renewed in (False, True):
        used = token(device)
        headers = {"Content-Type": kind} if kind else {}

        def attempt():
            return send(method, f"{ADOBE}/api/v2/{quote(PROGRAMMER)}{path}", {**device.headers(), "Authorization": "Bearer " + used, **headers}, body)

        try:
            return persist(device, attempt, once)
        except Refusal as e:
            if e.status != 401 or renewed:
                raise
        with device.credentials:
            if device.kept.get("token") == used:
                fetch_token(device)


def pick(answer):
    """The profile that lives longest, of all that are answered."""
    found = []
    for mvpd, p in (answer.get("profiles") or {}).items():
        plain = {n: a.get("value") for n, a in (p.get("attributes") or {}).items() if a.get("state") == "plain"}
        found.append({"mvpd": mvpd, "notAfter": int(p["notAfter"]), "attributes": plain})
    return min(found, key=lambda p: (-p["notAfter"], p["mvpd"]), default=None)


def look_up(device):
    """The profile that is in force; Adobe Pass is asked once after each login or logout."""
    if device.profile() or device.looked:
        return device.profile()
    last = device.kept.get("mvpd")
    try:
        p = pick(call(device, "GET", "/profiles/" + quote(last) if last else "/profiles"))
    except Refusal as e:
        if e.code != "invalid_integration":
            raise
        device.forget_profile(mvpd="")
        return None
    if p:
        device.keep_profile(p)
    else:
        device.looked = True
    return p


class Providers:
    """The configuration of one platform, fetched by one thread for all."""

    def __init__(self):
        self.lock, self.until, self.all = threading.Lock(), 0, []

    def get(self, device):
        with self.lock:
            if time.monotonic() >= self.until:
                answer = call(device, "GET", "/configuration")
                self.all = [m for m in answer["requestor"]["mvpds"] if not m.get("isTempPass")]
                self.until = time.monotonic() + 180
            return self.all


def providers_for(device):
    with LOCK:
        return LISTS.setdefault((device.info.get("osName"), device.info.get("primaryHardwareType")), Providers())


def session(mvpd, back):
    values = {"domainName": DOMAIN, "redirectUrl": back, "mvpd": mvpd}
    return urllib.parse.urlencode({k: v for k, v in values.items() if v})


def absolute(url):
    return urllib.parse.urljoin(ADOBE + "/", url) if url else ""


def sign_in(device, ask):
    has = look_up(device)
    if has:
        return {"state": "in", "mvpd": has["mvpd"]}
    chosen = ask.get("mvpd", "")
    for m in providers_for(device).all:
        if m["id"] == chosen:
            device.keep(picked=chosen, name=m.get("displayName"), logo=m.get("logoUrl"))
    s = call(device, "POST", "/sessions", session(chosen, ask.get("redirect")), FORM)
    if s.get("actionName") == "authorize":
        p = pick(call(device, "GET", "/profiles/" + quote(s["mvpd"])))
        if p:
            device.keep_profile(p)
        return {"state": "in" if p else "out"}
    login = {"code": s["code"], "until": int(s["notAfter"]), "state": "pending", "polling": False}
    with device.lock:
        if device.login:
            device.login["state"] = "superseded"
        device.login = login
    if ask.get("screen") != "primary":
        poll(device, login)
    page = absolute(s.get("url")) if s.get("actionName") == "authenticate" else ""
    return {"state": "out", "code": s["code"], "url": page, "expires": s["notAfter"]}


def poll(device, login):
    with device.lock:
        if login["polling"]:
            return
        login["polling"] = True
    threading.Thread(target=poll_loop, args=(device, login), daemon=True).start()


def poll_loop(device, login):
    """One loop for a code: four seconds between an answer and the next question."""
    while login["state"] == "pending":
        try:
            p = pick(call(device, "GET", "/profiles/code/" + quote(login["code"]), once=True))
            with device.lock:
                if p and login["state"] == "pending":
                    device.keep_profile(p)
                    login["state"] = "done"
        except Refusal as e:
            if e.code in ("invalid_authentication_session", "invalid_parameter_code"):
                login["state"] = "expired"
        if login["state"] != "pending":
            return
        time.sleep(4)
        if now() >= login["until"]:
            login["state"] = "expired"


def back(device, ask):
    login = device.login
    if login and login["code"] == ask.get("code"):
        poll(device, login)
    return {"state": "in" if device.profile() else "out"}


def link(device, ask):
    """A second screen: the code is checked, and what its session lacks is added."""
    code = ask["code"].strip().upper()
    path = "/sessions/" + quote(code)
    if not call(device, "GET", path).get("missingParameters"):
        return {"url": absolute(f"/api/v2/authenticate/{quote(PROGRAMMER)}/{quote(code)}")}
    for _ in range(4):
        s = call(device, "POST", path, session(ask.get("mvpd"), ask.get("redirect")), FORM)
        if s.get("actionName") != "retry":
            break
    return {"url": absolute(s.get("url")) if s.get("actionName") == "authenticate" else ""}


def decide(device, kind, mvpd, resources):
    """Decisions on resources; items that may be asked for again are, twice at most."""
    out, pause = {}, 1.2
    for _ in range(3):
        try:
            answer = call(device, "POST", f"/decisions/{kind}/{quote(mvpd)}", json.dumps({"resources": resources}), JSON)
        except Refusal as e:
            if not e.code:
                raise
            return {**out, **{r: why(device, e) for r in resources}}
        again = []
        for d in answer.get("decisions") or []:
            e = Refusal(d["error"].get("status", 0), d["error"]) if d.get("error") else None
            if d.get("authorized") is True:
                out[d["resource"]] = {"decision": "permit", "token": (d.get("token") or {}).get("serializedToken")}
            else:
                out[d["resource"]] = why(device, e)
            if e and e.may_repeat():
                again.append(d["resource"])
        if not again:
            break
        resources = again
        time.sleep(pause)
        pause *= 2
    return out


def why(device, e):
    if e is None:
        return {"decision": "deny", "reason": {"code": "denied", "text": "Your TV provider says no."}}
    if e.code == "invalid_integration":
        device.forget_profile(mvpd="")
        return {"decision": "deny", "reason": {"code": e.code, "text": "Choose another TV provider."}, "next": "sign-in"}
    if e.action == "authentication":
        device.forget_profile()
        return {"decision": "deny", "reason": {"code": e.code, "text": e.text}, "next": "sign-in"}
    return {"decision": "deny", "reason": {"code": e.code, "text": e.text}}


def stranger():
    return {"decision": "deny", "reason": {"code": "signed_out", "text": "Sign in with your TV provider."}, "next": "sign-in"}


def catalogue(device, ask):
    wanted = ask["resources"]
    p = look_up(device)
    if not p:
        return {"items": [{"id": r, **stranger()} for r in wanted]}

    def held(r):
        return time.monotonic() < device.permits.get((p["mvpd"], r), 0)

    missing = [r for r in dict.fromkeys(wanted) if not held(r)]
    got = {}
    for i in range(0, len(missing), 5):
        got.update(decide(device, "preauthorize", p["mvpd"], missing[i : i + 5]))
    for r, a in got.items():
        if a["decision"] == "permit":
            device.permits[p["mvpd"], r] = time.monotonic() + 3600
    return {"items": [{"id": r, **got.get(r, {"decision": "permit" if held(r) else "deny"})} for r in wanted]}


def play(device, ask):
    p = look_up(device)
    if not p:
        return stranger()
    undecided = {"decision": "deny", "reason": {"code": "undecided", "text": "Try again later."}}
    answer = decide(device, "authorize", p["mvpd"], [ask["resource"]]).get(ask["resource"], undecided)
    if answer["decision"] == "permit" and not p.get("complete"):
        complete(device, p)
    return answer


def complete(device, p):
    """Some attributes are there only after an authorization: the profile is read once more."""
    more = None
    try:
        more = pick(call(device, "GET", "/profiles/" + quote(p["mvpd"]), once=True))
    except Refusal:
        pass  # the decision stands
    with device.lock:
        if device.kept.get("profile") is p:
            device.keep(profile={**p, "attributes": (more or p)["attributes"], "complete": True})


def sign_out(device, ask):
    p, out, gone = device.profile(), {"done": True}, {}
    if p:
        try:
            answer = call(device, "GET", f"/logout/{quote(p['mvpd'])}?" + urllib.parse.urlencode({"redirectUrl": ask["redirect"]}))
            for entry in (answer.get("logouts") or {}).values():
                if entry.get("actionName") == "logout" and entry.get("url"):
                    out["url"] = absolute(entry["url"])
        except Refusal as e:
            if e.code != "invalid_integration":
                raise
            gone = {"mvpd": ""}
    device.forget_profile(**gone)
    device.looked = bool(p)
    return out


def status(device, _):
    p, kept = look_up(device), device.kept
    out = {"state": "in" if p else "out", "mvpd": p["mvpd"] if p else None}
    if kept.get("mvpd"):
        out["last"] = {"id": kept["mvpd"]}
        if kept.get("picked") == kept["mvpd"]:
            out["last"].update(name=kept.get("name"), logo=kept.get("logo"))
    return out


def listed(device, _):
    return {"mvpds": [{"id": m["id"], "name": m.get("displayName")} for m in providers_for(device).get(device)]}


ROUTES = {
    "GET /status": status,
    "GET /mvpds": listed,
    "POST /login": sign_in,
    "POST /login/back": back,
    "POST /link": link,
    "GET /attributes": lambda device, _: {"attributes": (device.profile() or {}).get("attributes", {})},
    "POST /catalogue": catalogue,
    "POST /play": play,
    "POST /logout": sign_out,
}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def reply(self, code, body):
        text = json.dumps(body).encode()
        self.send_response(code)
        self.send_header("Content-Type", JSON)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def device(self):
        with LOCK:
            key = self.headers["X-Device-Key"]
            if key not in DEVICES:
                DEVICES[key] = Device(key)
            device = DEVICES[key]
        device.info = json.loads(base64.b64decode(self.headers["X-Device-Description"]))
        device.address = self.headers["X-Forwarded-For"]
        device.port = int(self.headers["X-Device-Port"])
        return device

    def do_GET(self):
        self.serve()

    def do_POST(self):
        self.serve()

    def serve(self):
        text = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path == "/health":
            return self.reply(200, {})
        route = ROUTES.get(f"{self.command} {self.path}")
        if not route:
            return self.reply(404, {})
        try:
            self.reply(200, route(self.device(), json.loads(text) if text else {}))
        except Refusal as e:
            self.reply(409, {"state": "out", "decision": "deny", "reason": {"code": e.code or "unavailable", "text": e.text}})
        except Exception:  # a mistake of ours: the app hears of it, and the log tells where
            traceback.print_exc()
            self.reply(500, {})


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
os.makedirs(FOLDER, exist_ok=True)
server = Server((HOST, PORT), Handler)
print(f"listening on {HOST}:{PORT}", flush=True)
server.serve_forever()
