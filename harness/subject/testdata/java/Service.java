// A Programmer Service in Java, for tests: nothing but what Java 17 brings along.
//
//   java Service.java HOST PORT STATE_FOLDER      (ADOBE, STATEMENT and PROGRAMMER in the environment)
//
// NETWORK says how it calls Adobe Pass: httpclient or urlconnection, as they come, or
// httpclient-fixed or fixed, which are right.

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.Security;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

public class Service {
    static final String ADOBE = System.getenv("ADOBE");
    static final String STATEMENT = System.getenv("STATEMENT");
    static final String PROGRAMMER = System.getenv("PROGRAMMER");
    static final String NETWORK = System.getenv().getOrDefault("NETWORK", "fixed");
    static final boolean FIXED = NETWORK.endsWith("fixed");
    /** Its connections of HTTP/2 are for a name, those of HTTP/1.1 for an address. */
    static final HttpClient CLIENT = !FIXED ? HttpClient.newHttpClient()
            : HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5)).build();
    static final String DOMAIN = "example.com";
    static final String JSON = "application/json";
    static final String FORM = "application/x-www-form-urlencoded";
    static Path folder;
    static final Map<String, Device> devices = new ConcurrentHashMap<>();
    static final Map<String, Providers> lists = new ConcurrentHashMap<>();

    public static void main(String[] args) throws Exception {
        if (FIXED) {
            // A connection that is kept keeps its address: each call asks for one anew, and
            // hears of a new one before the next attempt.
            System.setProperty("http.keepAlive", "false");
            Security.setProperty("networkaddress.cache.ttl", "5");
        }
        folder = Files.createDirectories(Path.of(args[2]));
        var server = HttpServer.create(new InetSocketAddress(args[0], Integer.parseInt(args[1])), 128);
        server.createContext("/", Service::serve);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
        System.out.println("listening on " + args[0] + ":" + args[1]);
    }

    // ---- devices

    /** What is kept of a device, in a file of its own, and what is known of it. */
    static class Device {
        final String key;
        final Path file;
        final Object credentials = new Object(); // one registration or refresh at a time
        final Map<String, Long> permits = new ConcurrentHashMap<>();
        Map<String, Object> kept = new LinkedHashMap<>();
        volatile Map<String, Object> info = Map.of();
        volatile String address = "";
        volatile long port;
        volatile long quiet; // no call before
        volatile boolean looked;
        volatile Login login;

        Device(String key) {
            this.key = key;
            this.file = folder.resolve(hash(key) + ".json");
            try {
                if (Files.exists(file)) kept = map(Json.read(Files.readString(file)));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        synchronized Object get(String name) {
            return kept.get(name);
        }

        synchronized void keep(Object... changes) {
            for (int i = 0; i < changes.length; i += 2) kept.put((String) changes[i], changes[i + 1]);
            try {
                Path fresh = Path.of(file + ".new");
                Files.writeString(fresh, Json.write(kept));
                Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        synchronized void begin(String id, String secret) { // profiles end with the credentials
            kept.keySet().retainAll(List.of("mvpd", "picked", "name", "logo"));
            keep("id", id, "secret", secret);
        }

        synchronized Map<String, Object> profile() {
            var p = map(kept.get("profile"));
            return !p.isEmpty() && System.currentTimeMillis() < number(p.get("notAfter")) ? p : null;
        }

        synchronized void forgetProfile(Object... changes) {
            permits.clear();
            looked = false;
            kept.put("profile", null);
            keep(changes);
        }

        synchronized void keepProfile(Map<String, Object> p) {
            permits.clear();
            keep("profile", p, "mvpd", p.get("mvpd"));
        }

        /** The headers of every call for the device; only registration does not name it. */
        Map<String, String> headers(boolean registers) {
            var described = new LinkedHashMap<>(info);
            described.put("connectionIp", address);
            described.put("connectionPort", port);
            var out = new LinkedHashMap<String, String>();
            out.put("Accept", JSON);
            out.put("X-Forwarded-For", address);
            out.put("X-Device-Info", base64(Json.write(described)));
            if (!registers) out.put("AP-Device-Identifier", "fingerprint " + base64(hash(key)));
            return out;
        }

        String platform() {
            return info.get("osName") + "/" + info.get("primaryHardwareType");
        }
    }

    static class Login {
        String code;
        long notAfter;
        volatile String state = "pending";
        boolean polling;
    }

    // ---- calls to Adobe Pass

    static class Refusal extends RuntimeException {
        final int status;
        final String code, action, text;

        Refusal(int status, Map<String, Object> body) {
            this.status = status;
            code = text(body.get("code")).isEmpty() ? text(body.get("error")) : text(body.get("code"));
            action = text(body.get("action"));
            String says = text(body.get("details")).isEmpty() ? text(body.get("message")) : text(body.get("details"));
            text = says.isEmpty() ? "Adobe Pass answered " + status : says;
        }

        boolean mayRepeat() {
            return action.isEmpty() ? status == 0 || status == 429 || status >= 500 : action.equals("retry");
        }
    }

    record Answer(int status, Object body) {}

    static Answer send(String method, String url, Map<String, String> headers, String body) {
        try {
            return NETWORK.startsWith("httpclient") ? client(method, url, headers, body) : connection(method, url, headers, body);
        } catch (IOException e) {
            return new Answer(0, null);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** By the client of Java 11, as it comes. */
    static Answer client(String method, String url, Map<String, String> headers, String body) throws IOException, InterruptedException {
        var publisher = body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        var request = HttpRequest.newBuilder(URI.create(url)).method(method, publisher);
        if (FIXED) request.timeout(Duration.ofSeconds(10));
        headers.forEach(request::header);
        var answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return read(answer.statusCode(), answer.body());
    }

    /** By the older one; as it comes it keeps connections, and no call has a limit. */
    static Answer connection(String method, String url, Map<String, String> headers, String body) throws IOException {
        var c = (HttpURLConnection) URI.create(url).toURL().openConnection();
        c.setRequestMethod(method);
        c.setInstanceFollowRedirects(false);
        if (FIXED) {
            c.setConnectTimeout(5000);
            c.setReadTimeout(10000);
        }
        headers.forEach(c::setRequestProperty);
        if (body != null) {
            c.setDoOutput(true);
            var text = body.getBytes(StandardCharsets.UTF_8);
            c.setFixedLengthStreamingMode(text.length); // never sent twice behind our back
            c.getOutputStream().write(text);
        }
        int status = c.getResponseCode();
        try (InputStream in = status >= 400 ? c.getErrorStream() : c.getInputStream()) {
            return read(status, in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    static Answer read(int status, String text) {
        try {
            return new Answer(status, text.isEmpty() ? Map.of() : Json.read(text));
        } catch (IllegalArgumentException e) {
            return new Answer(status, null); // pages of gateways are no JSON
        }
    }

    /** A call that is repeated where that is allowed, with pauses that grow. */
    static Map<String, Object> persist(Device device, boolean once, Supplier<Answer> attempt) {
        for (long pause = 1200, n = 0; ; pause *= 2, n++) {
            sleep(device.quiet - System.currentTimeMillis());
            var answer = attempt.get();
            boolean good = answer.status / 100 == 2;
            if (good && answer.body instanceof Map) return map(answer.body);
            var refusal = new Refusal(answer.status, good ? Map.of("code", "unreadable", "action", "none") : map(answer.body));
            if (answer.status == 429) device.quiet = System.currentTimeMillis() + 1500;
            if (once || n >= 2 || answer.status == 401 || !refusal.mayRepeat()) throw refusal;
            sleep(answer.status == 429 ? 1500 : pause);
        }
    }

    static Map<String, Object> registration(Device device, String path, String body, String type) {
        var headers = device.headers(true);
        headers.put("Content-Type", type);
        return persist(device, false, () -> send("POST", ADOBE + path, headers, body));
    }

    static void register(Device device) {
        var got = registration(device, "/o/client/register", Json.write(Map.of("software_statement", STATEMENT)), JSON);
        device.begin(text(got.get("client_id")), text(got.get("client_secret")));
    }

    static void fetchToken(Device device) {
        if (device.get("id") == null) register(device);
        for (boolean again = false; ; again = true) {
            try {
                var body = form("client_id", text(device.get("id")), "client_secret", text(device.get("secret")), "grant_type", "client_credentials");
                var got = registration(device, "/o/client/token", body, FORM);
                long life = number(got.get("expires_in")) * 1000;
                long until = number(got.get("created_at")) + life - Math.min(life / 5, 300_000);
                device.keep("token", got.get("access_token"), "until", until);
                return;
            } catch (Refusal e) {
                if (again || !e.code.equals("invalid_client")) throw e;
                register(device);
            }
        }
    }

    /** The token, until the last fifth of its life. */
    static String token(Device device) {
        synchronized (device.credentials) {
            if (device.get("token") == null || System.currentTimeMillis() >= number(device.get("until"))) fetchToken(device);
            return text(device.get("token"));
        }
    }

    static Map<String, Object> get(Device device, String path) {
        return call(device, "GET", path, null, null, false);
    }

    static Map<String, Object> call(Device device, String method, String path, String body, String type, boolean once) {
        for (boolean renewed = false; ; renewed = true) {
            var used = token(device);
            var headers = device.headers(false);
            headers.put("Authorization", "Bearer " + used);
            if (type != null) headers.put("Content-Type", type);
            try {
                return persist(device, once, () -> send(method, ADOBE + "/api/v2/" + segment(PROGRAMMER) + path, headers, body));
            } catch (Refusal e) {
                if (e.status != 401 || renewed) throw e;
            }
            synchronized (device.credentials) {
                if (used.equals(device.get("token"))) fetchToken(device);
            }
        }
    }

    // ---- profiles and providers

    /** The profile that lives longest, of all that are answered. */
    static Map<String, Object> pick(Map<String, Object> answer) {
        Map<String, Object> best = null;
        for (var one : map(answer.get("profiles")).entrySet()) {
            var p = map(one.getValue());
            long until = number(p.get("notAfter"));
            if (best != null && until <= number(best.get("notAfter"))) continue;
            var plain = new LinkedHashMap<String, Object>();
            map(p.get("attributes")).forEach((name, a) -> {
                if ("plain".equals(map(a).get("state"))) plain.put(name, map(a).get("value"));
            });
            best = new LinkedHashMap<>(Map.of("mvpd", one.getKey(), "notAfter", until, "attributes", plain));
        }
        return best;
    }

    /** The profile that is in force; Adobe Pass is asked once after each login or logout. */
    static Map<String, Object> lookUp(Device device) {
        var p = device.profile();
        if (p != null || device.looked) return p;
        var last = text(device.get("mvpd"));
        try {
            p = pick(get(device, last.isEmpty() ? "/profiles" : "/profiles/" + segment(last)));
        } catch (Refusal e) {
            if (!e.code.equals("invalid_integration")) throw e;
            device.forgetProfile("mvpd", "");
            return null;
        }
        if (p == null) device.looked = true;
        else device.keepProfile(p);
        return p;
    }

    /** The configuration of one platform, fetched by one thread for all. */
    static class Providers {
        long until;
        volatile List<Map<String, Object>> all = List.of();

        synchronized List<Map<String, Object>> get(Device device) {
            if (System.currentTimeMillis() >= until) {
                var fresh = new ArrayList<Map<String, Object>>();
                for (var m : list(map(Service.get(device, "/configuration").get("requestor")).get("mvpds"))) {
                    if (!Boolean.TRUE.equals(map(m).get("isTempPass"))) fresh.add(map(m));
                }
                all = fresh;
                until = System.currentTimeMillis() + 180_000;
            }
            return all;
        }
    }

    static Providers providers(Device device) {
        return lists.computeIfAbsent(device.platform(), x -> new Providers());
    }

    static Object listed(Device device, Map<String, Object> in) {
        var ids = new ArrayList<>();
        for (var m : providers(device).get(device)) ids.add(Map.of("provider", m.get("id"), "label", text(m.get("displayName"))));
        return Map.of("choices", ids);
    }

    static Object status(Device device, Map<String, Object> in) {
        var p = lookUp(device);
        var out = new LinkedHashMap<String, Object>();
        out.put("loggedIn", p != null);
        if (p != null) out.put("provider", p.get("mvpd"));
        var last = text(device.get("mvpd"));
        if (!last.isEmpty()) {
            out.put("lastProvider", last);
            if (last.equals(device.get("picked"))) {
                out.put("lastLabel", device.get("name"));
                out.put("lastLogo", device.get("logo"));
            }
        }
        return out;
    }

    // ---- logins

    static String session(Map<String, Object> in) {
        return form("domainName", DOMAIN, "redirectUrl", text(in.get("returnTo")), "mvpd", text(in.get("provider")));
    }

    static Object login(Device device, Map<String, Object> in) {
        var has = lookUp(device);
        if (has != null) return Map.of("loggedIn", true, "provider", has.get("mvpd"));
        for (var m : providers(device).all) {
            if (m.get("id").equals(in.get("provider"))) device.keep("picked", m.get("id"), "name", m.get("displayName"), "logo", m.get("logoUrl"));
        }
        var s = call(device, "POST", "/sessions", session(in), FORM, false);
        if ("authorize".equals(s.get("actionName"))) {
            var p = pick(get(device, "/profiles/" + segment(text(s.get("mvpd")))));
            if (p != null) device.keepProfile(p);
            return Map.of("loggedIn", p != null);
        }
        var login = new Login();
        login.code = text(s.get("code"));
        login.notAfter = number(s.get("notAfter"));
        synchronized (device) {
            if (device.login != null) device.login.state = "superseded";
            device.login = login;
        }
        if (!"primary".equals(in.get("screen"))) poll(device, login);
        return Map.of("loggedIn", false, "registrationCode", login.code, "loginUrl", page(s), "validUntil", login.notAfter);
    }

    static String page(Map<String, Object> session) {
        return "authenticate".equals(session.get("actionName")) ? absolute(text(session.get("url"))) : "";
    }

    static String absolute(String url) {
        return url.isEmpty() ? "" : URI.create(ADOBE + "/").resolve(url).toString();
    }

    static void poll(Device device, Login login) {
        synchronized (login) {
            if (login.polling) return;
            login.polling = true;
        }
        var t = new Thread(() -> pollLoop(device, login));
        t.setDaemon(true);
        t.start();
    }

    /** One loop for a code: four seconds between an answer and the next question. */
    static void pollLoop(Device device, Login login) {
        while (login.state.equals("pending")) {
            try {
                var p = pick(call(device, "GET", "/profiles/code/" + segment(login.code), null, null, true));
                synchronized (device) {
                    if (p != null && login.state.equals("pending")) {
                        device.keepProfile(p);
                        login.state = "done";
                    }
                }
            } catch (Refusal e) {
                if (List.of("invalid_authentication_session", "invalid_parameter_code").contains(e.code)) login.state = "expired";
            }
            if (!login.state.equals("pending")) return;
            sleep(4000);
            if (System.currentTimeMillis() >= login.notAfter) login.state = "expired";
        }
    }

    static Object returned(Device device, Map<String, Object> in) {
        var login = device.login;
        if (login != null && login.code.equals(in.get("registrationCode"))) poll(device, login);
        return Map.of("loggedIn", device.profile() != null);
    }

    /** A second screen: the code is checked, and what its session lacks is added. */
    static Object activate(Device device, Map<String, Object> in) {
        var code = text(in.get("registrationCode")).strip().toUpperCase();
        var path = "/sessions/" + segment(code);
        if (list(get(device, path).get("missingParameters")).isEmpty()) {
            return Map.of("loginUrl", absolute("/api/v2/authenticate/" + segment(PROGRAMMER) + "/" + segment(code)));
        }
        var s = call(device, "POST", path, session(in), FORM, false);
        for (int n = 0; n < 3 && "retry".equals(s.get("actionName")); n++) s = call(device, "POST", path, session(in), FORM, false);
        return Map.of("loginUrl", page(s));
    }

    // ---- decisions

    /** Decisions on resources; items that may be asked for again are, twice at most. */
    static Map<String, Map<String, Object>> decide(Device device, String kind, String mvpd, List<String> resources) {
        var out = new LinkedHashMap<String, Map<String, Object>>();
        var ask = resources;
        for (long pause = 1200, n = 0; n < 3; pause *= 2, n++) {
            Map<String, Object> answer;
            try {
                answer = call(device, "POST", "/decisions/" + kind + "/" + segment(mvpd), Json.write(Map.of("resources", ask)), JSON, false);
            } catch (Refusal e) {
                if (e.code.isEmpty()) throw e;
                for (var r : ask) out.put(r, why(device, r, e));
                return out;
            }
            var again = new ArrayList<String>();
            for (var item : list(answer.get("decisions"))) {
                var d = map(item);
                var r = text(d.get("resource"));
                var e = d.get("error") == null ? null : new Refusal((int) number(map(d.get("error")).get("status")), map(d.get("error")));
                if (Boolean.TRUE.equals(d.get("authorized"))) {
                    var permit = new LinkedHashMap<String, Object>(Map.of("asset", r, "granted", "yes"));
                    permit.put("proof", map(d.get("token")).get("serializedToken"));
                    out.put(r, permit);
                } else {
                    out.put(r, why(device, r, e));
                }
                if (e != null && e.mayRepeat()) again.add(r);
            }
            if (again.isEmpty() || n == 2) break;
            ask = again;
            sleep(pause);
        }
        return out;
    }

    static Map<String, Object> deny(String asset, String code, String text, boolean login) {
        return Map.of("asset", asset, "granted", "no", "errorCode", code, "errorText", text, "mustLogIn", login);
    }

    static Map<String, Object> why(Device device, String asset, Refusal e) {
        if (e == null) return deny(asset, "denied", "Your TV provider says no.", false);
        if (e.code.equals("invalid_integration")) {
            device.forgetProfile("mvpd", "");
            return deny(asset, e.code, "Choose another TV provider.", true);
        }
        boolean over = e.action.equals("authentication");
        if (over) device.forgetProfile();
        return deny(asset, e.code, e.text, over);
    }

    static Map<String, Object> stranger(String asset) {
        return deny(asset, "signed_out", "Sign in with your TV provider.", true);
    }

    static Object catalogue(Device device, Map<String, Object> in) {
        var p = lookUp(device);
        var out = new ArrayList<>();
        var ask = new LinkedHashSet<String>();
        var mvpd = p == null ? "" : text(p.get("mvpd"));
        for (var asset : list(in.get("assets"))) {
            if (p != null && System.currentTimeMillis() >= device.permits.getOrDefault(mvpd + "\n" + asset, 0L)) ask.add(text(asset));
        }
        var got = new LinkedHashMap<String, Map<String, Object>>();
        var all = new ArrayList<>(ask);
        for (int i = 0; i < all.size(); i += 5) got.putAll(decide(device, "preauthorize", mvpd, all.subList(i, Math.min(i + 5, all.size()))));
        got.forEach((asset, a) -> {
            if ("yes".equals(a.get("granted"))) device.permits.put(mvpd + "\n" + asset, System.currentTimeMillis() + 3_600_000);
        });
        for (var x : list(in.get("assets"))) {
            var asset = text(x);
            if (p == null) out.add(stranger(asset));
            else out.add(got.getOrDefault(asset, Map.of("asset", asset, "granted", ask.contains(asset) ? "no" : "yes")));
        }
        return Map.of("assets", out);
    }

    static Object play(Device device, Map<String, Object> in) {
        var asset = text(in.get("asset"));
        var p = lookUp(device);
        if (p == null) return stranger(asset);
        var a = decide(device, "authorize", text(p.get("mvpd")), List.of(asset)).getOrDefault(asset, deny(asset, "undecided", "Try again later.", false));
        if ("yes".equals(a.get("granted")) && p.get("complete") == null) complete(device, p);
        return a;
    }

    /** Some attributes are there only after an authorization: the profile is read once more. */
    static void complete(Device device, Map<String, Object> p) {
        Map<String, Object> more = null;
        try {
            more = pick(call(device, "GET", "/profiles/" + segment(text(p.get("mvpd"))), null, null, true));
        } catch (Refusal e) {
            // the decision stands
        }
        synchronized (device) {
            if (device.kept.get("profile") != p) return;
            var full = new LinkedHashMap<>(p);
            if (more != null) full.put("attributes", more.get("attributes"));
            full.put("complete", true);
            device.keep("profile", full);
        }
    }

    static Object attributes(Device device, Map<String, Object> in) {
        var p = device.profile();
        return Map.of("attributes", p == null ? Map.of() : p.get("attributes"));
    }

    static Object logout(Device device, Map<String, Object> in) {
        var p = device.profile();
        var out = new LinkedHashMap<String, Object>(Map.of("done", true));
        Object[] gone = {};
        if (p != null) {
            try {
                var answer = get(device, "/logout/" + segment(text(p.get("mvpd"))) + "?" + form("redirectUrl", text(in.get("returnTo"))));
                for (var l : map(answer.get("logouts")).values()) {
                    if ("logout".equals(map(l).get("actionName"))) out.put("logoutUrl", absolute(text(map(l).get("url"))));
                }
            } catch (Refusal e) {
                if (!e.code.equals("invalid_integration")) throw e;
                gone = new Object[] {"mvpd", ""};
            }
        }
        device.forgetProfile(gone);
        device.looked = p != null;
        return out;
    }

    // ---- the API for apps

    interface Verb {
        Object answer(Device device, Map<String, Object> in);
    }

    static final Map<String, Verb> verbs = Map.of(
            "GET /account", Service::status,
            "GET /choices", Service::listed,
            "POST /login", Service::login,
            "POST /login/returned", Service::returned,
            "POST /activate", Service::activate,
            "GET /account/attributes", Service::attributes,
            "POST /assets", Service::catalogue,
            "POST /stream", Service::play,
            "POST /logout", Service::logout);

    static void serve(HttpExchange x) throws IOException {
        int status = 200;
        Object answer = Map.of();
        try {
            var text = new String(x.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var verb = verbs.get(x.getRequestMethod() + " " + x.getRequestURI().getPath());
            if (verb != null) answer = verb.answer(deviceOf(x), text.isEmpty() ? Map.of() : map(Json.read(text)));
            else if (!x.getRequestURI().getPath().equals("/health")) status = 404;
        } catch (Refusal e) {
            status = 409;
            answer = Map.of("loggedIn", false, "granted", "no", "errorCode", e.code.isEmpty() ? "unavailable" : e.code, "errorText", e.text);
        } catch (RuntimeException e) {
            e.printStackTrace();
            status = 500;
        }
        var text = Json.write(answer).getBytes(StandardCharsets.UTF_8);
        x.getResponseHeaders().set("Content-Type", JSON);
        x.sendResponseHeaders(status, text.length);
        x.getResponseBody().write(text);
        x.close();
    }

    static Device deviceOf(HttpExchange x) {
        var h = x.getRequestHeaders();
        var device = devices.computeIfAbsent(h.getFirst("Device"), Device::new);
        device.info = map(Json.read(new String(Base64.getDecoder().decode(h.getFirst("Device-Facts")), StandardCharsets.UTF_8)));
        device.address = h.getFirst("X-Forwarded-For");
        device.port = Long.parseLong(h.getFirst("Device-Port"));
        return device;
    }

    // ---- odds and ends

    static void sleep(long ms) {
        try {
            if (ms > 0) Thread.sleep(ms);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static String hash(String s) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(s.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static String base64(String s) {
        return Base64.getEncoder().encodeToString(s.getBytes(StandardCharsets.UTF_8));
    }

    static String segment(String s) {
        return URLEncoder.encode(s, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static String form(String... pairs) {
        var out = new StringBuilder();
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i + 1].isEmpty()) continue;
            out.append(out.isEmpty() ? "" : "&").append(pairs[i]).append('=').append(segment(pairs[i + 1]));
        }
        return out.toString();
    }

    static String text(Object o) {
        return o == null ? "" : o.toString();
    }

    static long number(Object o) {
        return o == null || text(o).isEmpty() ? 0 : (long) Double.parseDouble(text(o));
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object o) {
        return o instanceof Map ? (Map<String, Object>) o : Map.of();
    }

    @SuppressWarnings("unchecked")
    static List<Object> list(Object o) {
        return o instanceof List ? (List<Object>) o : List.of();
    }

    /** JSON, of which Java has none. Numbers without a fraction are Long, others Double. */
    static class Json {
        final String s;
        int at;

        Json(String s) {
            this.s = s;
        }

        static Object read(String s) {
            var j = new Json(s);
            var v = j.value();
            j.space();
            if (j.at != s.length()) throw j.wrong();
            return v;
        }

        IllegalArgumentException wrong() {
            return new IllegalArgumentException("no JSON at " + at);
        }

        void space() {
            while (at < s.length() && " \t\r\n".indexOf(s.charAt(at)) >= 0) at++;
        }

        boolean take(char c) {
            space();
            if (at >= s.length() || s.charAt(at) != c) return false;
            at++;
            return true;
        }

        Object value() {
            if (take('{')) return object();
            if (take('[')) return array();
            if (take('"')) return string();
            for (var word : new String[] {"true", "false", "null"}) {
                if (!s.startsWith(word, at)) continue;
                at += word.length();
                return word.equals("null") ? null : (Object) word.equals("true");
            }
            int from = at;
            while (at < s.length() && "+-0123456789.eE".indexOf(s.charAt(at)) >= 0) at++;
            if (from == at) throw wrong();
            var n = s.substring(from, at);
            if (n.matches("-?\\d{1,18}")) return Long.parseLong(n);
            return Double.parseDouble(n);
        }

        Map<String, Object> object() {
            var out = new LinkedHashMap<String, Object>();
            if (take('}')) return out;
            do {
                if (!take('"')) throw wrong();
                var key = string();
                if (!take(':')) throw wrong();
                out.put(key, value());
            } while (take(','));
            if (!take('}')) throw wrong();
            return out;
        }

        List<Object> array() {
            var out = new ArrayList<>();
            if (take(']')) return out;
            do out.add(value());
            while (take(','));
            if (!take(']')) throw wrong();
            return out;
        }

        String string() {
            var out = new StringBuilder();
            while (at < s.length()) {
                char c = s.charAt(at++);
                if (c == '"') return out.toString();
                if (c != '\\') {
                    out.append(c);
                    continue;
                }
                if (at >= s.length()) break;
                char e = s.charAt(at++);
                int plain = "bfnrt".indexOf(e);
                if (e == 'u' && at + 4 <= s.length()) {
                    out.append((char) Integer.parseInt(s.substring(at, at + 4), 16));
                    at += 4;
                } else {
                    out.append(plain >= 0 ? "\b\f\n\r\t".charAt(plain) : e);
                }
            }
            throw wrong();
        }

        static String write(Object o) {
            var out = new StringBuilder();
            write(o, out);
            return out.toString();
        }

        static void write(Object o, StringBuilder out) {
            if (o instanceof Map<?, ?> m) {
                var sep = "{";
                for (var e : m.entrySet()) {
                    out.append(sep);
                    write(e.getKey().toString(), out);
                    out.append(':');
                    write(e.getValue(), out);
                    sep = ",";
                }
                out.append(m.isEmpty() ? "{}" : "}");
            } else if (o instanceof List<?> l) {
                var sep = "[";
                for (var e : l) {
                    out.append(sep);
                    write(e, out);
                    sep = ",";
                }
                out.append(l.isEmpty() ? "[]" : "]");
            } else if (o instanceof String t) {
                out.append('"');
                for (char c : t.toCharArray()) {
                    if (c == '"' || c == '\\') out.append('\\').append(c);
                    else if (c < ' ') out.append(String.format("\\u%04x", (int) c));
                    else out.append(c);
                }
                out.append('"');
            } else {
                out.append(o);
            }
        }
    }
}
