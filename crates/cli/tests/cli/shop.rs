//! A shop from the command line: opened, copied, brought back, checked.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use super::{Run, banyan};

/// An empty folder of this test's own.
pub(super) fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Runs `banyan` with something on its standard input.
fn told(args: &[&str], input: &str) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_banyan"));
    command.env("LC_ALL", "C").args(args);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    Run {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A shop that serves.
pub(super) struct Serving {
    child: Child,
    address: String,
}

impl Serving {
    pub(super) fn open(db: &str) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_banyan"));
        command.env("LC_ALL", "C").env("BANYAN_LOG", "trace");
        command.args(["serve", "--listen", "127.0.0.1:0", "--db", db]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let (_, address) = line.trim().rsplit_once("http://").unwrap();
        Self { child, address: address.to_owned() }
    }

    fn ask(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer);
        answer
    }

    /// Tells it to stop, as systemd does; its log.
    pub(super) fn stop(mut self) -> String {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        let mut log = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        assert!(self.child.wait().unwrap().success());
        log
    }
}

#[test]
fn a_shop_is_opened_staffed_copied_and_brought_back() {
    let folder = folder("shop");
    let db = format!("sqlite:{}", folder.join("shop.db").display());
    let weak = told(&["staff", "add", "owner", "--db", &db], "12345678\n");
    assert_eq!(weak.code, 1, "{}", weak.out);
    let added = told(&["staff", "add", "owner", "--db", &db], "a long pass phrase\n");
    assert_eq!((added.code, added.out.as_str()), (0, "owner was taken on (owner).\n"), "{}", added.err);
    assert_eq!(told(&["staff", "add", "owner", "--db", &db], "a long pass phrase\n").code, 1);
    let token = banyan(&["staff", "token", "owner", "--db", &db]).out.trim().to_owned();

    let serving = Serving::open(&db);
    let request = format!(
        "GET /api/v1/webhooks HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer {token}\r\n\r\n"
    );
    let answer = serving.ask(&request);
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("[]"), "{answer}");
    let copy = folder.join("copy").display().to_string();
    let saved = banyan(&["backup", "--db", &db, "--out", &copy]);
    assert!(saved.code == 0 && saved.out.contains("not in the backup"), "{}{}", saved.out, saved.err);
    let forced = banyan(&["restore", &copy, "--db", &db, "--force"]);
    assert!(forced.code == 1 && forced.err.contains("stop it first"), "{}", forced.err);
    serving.stop();

    assert_eq!(banyan(&["restore", &copy, "--db", &db]).code, 1);
    let other = format!("sqlite:{}", folder.join("other.db").display());
    let restored = banyan(&["restore", &copy, "--db", &other]);
    assert!(restored.code == 0 && restored.out.contains("put the key"), "{}{}", restored.out, restored.err);
    // Without the key of the first shop nothing is believed about the copy.
    assert_eq!(banyan(&["verify", "--db", &other]).code, 1);
    std::fs::copy(folder.join("shop.key"), folder.join("other.key")).unwrap();
    let verified = banyan(&["verify", "--db", &other]);
    assert_eq!(verified.code, 0, "{}", verified.err);
    let missing = banyan(&["verify", "--db", "sqlite:/nowhere/shop.db"]);
    assert_eq!(missing.code, 1);
}

/// The owner of a shop has nobody else who could give them a new password.
#[test]
fn the_owner_gets_a_new_password_from_the_command_line() {
    let folder = folder("password");
    let db = format!("sqlite:{}", folder.join("shop.db").display());
    assert_eq!(told(&["staff", "add", "owner", "--db", &db], "a long pass phrase\n").code, 0);
    let (unknown, weak) = (
        told(&["staff", "password", "nobody", "--db", &db], "another pass phrase\n"),
        told(&["staff", "password", "owner", "--db", &db], "12345678\n"),
    );
    assert_eq!((unknown.code, weak.code), (1, 1), "{}{}", unknown.err, weak.err);
    let set = told(&["staff", "password", "owner", "--db", &db], "another pass phrase\n");
    assert_eq!(set.code, 0, "{}", set.err);
    let serving = Serving::open(&db);
    let enter = |password: &str| {
        let body = format!(r#"{{"login":"owner","password":"{password}"}}"#);
        serving.ask(&format!(
            "POST /api/v1/staff/session HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        ))
    };
    let (old, new) = (enter("a long pass phrase"), enter("another pass phrase"));
    assert!(old.starts_with("HTTP/1.1 401") || old.starts_with("HTTP/1.1 403"), "{old}");
    assert!(new.starts_with("HTTP/1.1 20"), "{new}");
    serving.stop();
}

#[test]
fn the_log_holds_no_personal_data() {
    let folder = folder("log");
    let serving = Serving::open(&format!("sqlite:{}", folder.join("shop.db").display()));
    let body = r#"{"phone":"13800138000","name":"王小明","password":"geheim-geheim","address":"长安街1号"}"#;
    let get = |path: &str| format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n");
    let mut requests = vec![
        get("/api/v1/members?phone=13800138000&name=%E7%8E%8B"),
        get("/13800138000"),
        get("/api/v1/orders/13800138000"),
        get("/healthz") + "authorization: Bearer geheim-geheim\r\ncookie: banyan_session=geheim-geheim\r\n",
        get("/api/v1/webhooks") + "authorization: Bearer geheim-geheim\r\n",
    ];
    for path in
        ["sessions", "members", "sign-in", "sign-up", "orders", "webhooks", "phone-codes", "staff/sign-in"]
    {
        for cut in [0, 5] {
            requests.push(format!(
                "POST /api/v1/{path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\n\
                 content-length: {}\r\n\r\n{}",
                body.len() - cut,
                &body[..body.len() - cut]
            ));
        }
    }
    for request in &requests {
        let request = if request.starts_with("GET") { format!("{request}\r\n") } else { request.clone() };
        assert!(serving.ask(&request).starts_with("HTTP/1.1 "), "{request}");
    }
    let log = serving.stop();
    for personal in ["13800138000", "王小明", "geheim", "长安街"] {
        assert!(!log.contains(personal), "{personal} is in the log");
    }
    let lines: Vec<serde_json::Value> =
        log.lines().map(|line| serde_json::from_str(line).expect("every line is JSON")).collect();
    assert!(lines.iter().all(|line| line["level"].is_string()));
}

#[test]
fn a_history_goes_in_is_computed_again_and_comes_out_as_settle_reads_it() {
    let dir = folder("history");
    let path = |name: &str| dir.join(name).display().to_string();
    let members =
        "user,inviter,joined_at,rank\nann,,2025-01-01 08:00:00,owner\nbob,ann,2025-01-02 08:00:00,\n";
    let orders = "order,line,at,buyer,amount,rate,product,refund_of\n\
                  A1,1,2025-02-01 08:00:00,bob,100.00,20%,tea,\nA2,1,2025-02-02 08:00:00,bob,-40.00,,,A1/1\n";
    std::fs::write(path("m.csv"), members).unwrap();
    std::fs::write(path("o.csv"), orders).unwrap();
    let db = format!("sqlite:{}", path("shop.db"));
    let (m, o) = (path("m.csv"), path("o.csv"));
    let import = ["import", "--db", &db, "--plan", "wanwu", "--members", &m, "--orders", &o];
    // Its plan pays for heads: under the pack of China it does not come in.
    let refused = banyan(&import);
    assert!(refused.code == 1 && refused.err.contains("cn-strict STR-03"), "{}", refused.err);
    let import = [&import[..], &["--law", "us-ca"]].concat();
    let wrong = banyan(&import);
    assert_eq!(
        (wrong.code, wrong.err.contains("m.csv:1: the header has no column \"member\"")),
        (1, true),
        "{}",
        wrong.err
    );
    let done = banyan(&[&import[..], &["--column", "user=member"]].concat());
    assert!(
        done.code == 0 && done.out.contains("2 members, 1 orders, 1 refunds"),
        "{}{}",
        done.out,
        done.err
    );
    let verified = banyan(&["verify", "--json", "--db", &db]);
    let found: serde_json::Value = serde_json::from_str(&verified.out).unwrap();
    assert_eq!((&found["ok"], &found["members"], &found["rewards"]), (&true.into(), &2.into(), &2.into()));
    let out = path("out");
    assert_eq!(banyan(&["export", "--db", &db, "--out", &out]).code, 0);
    let of = |name: &str| format!("{out}/{name}");
    let again = path("again.csv");
    let (plan, members, ranks) = (of("plan.toml"), of("members.csv"), of("ranks.csv"));
    let (transfers, stops, orders) = (of("transfers.csv"), of("stops.csv"), of("orders.csv"));
    let settled = banyan(&[
        "settle",
        "--plan",
        &plan,
        "--members",
        &members,
        "--ranks",
        &ranks,
        "--transfers",
        &transfers,
        "--stops",
        &stops,
        "--orders",
        &orders,
        "--out",
        &again,
    ]);
    assert_eq!(settled.code, 0, "{}", settled.err);
    let paid = std::fs::read_to_string(of("rewards.csv")).unwrap();
    assert_eq!(std::fs::read_to_string(again).unwrap(), paid);
    assert!(paid.contains("sale,A1/1,own,ann,0,100.00,0.2,20.00,\n"), "{paid}");
    // Another cent in their reward, and it says where.
    let mut conn = banyan_store::DatabaseUrl::parse(&db).unwrap().connect(false).unwrap();
    conn.execute("UPDATE reward SET amount = amount + 1 WHERE kind = 1", &[]).unwrap();
    let found = banyan(&["verify", "--db", &db]);
    assert!(found.code == 1 && found.err.contains("“own”: expected 20.00, found 20.01"), "{}", found.err);
}

/// Each connection is an open file: what a service manager allows by default would turn customers away.
#[test]
fn the_number_of_open_files_is_raised_at_the_start() {
    let folder = folder("files");
    let db = format!("sqlite:{}", folder.join("shop.db").display());
    let mut command = Command::new("sh");
    let script = "ulimit -Sn 128; exec \"$0\" serve --listen 127.0.0.1:0 --metrics 127.0.0.1:0 --db \"$1\"";
    command.env("LC_ALL", "C").args(["-c", script, env!("CARGO_BIN_EXE_banyan"), &db]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let opened = lines.next().unwrap().unwrap();
    assert!(opened.starts_with("The shop is open"), "{opened}");
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", child.id())).unwrap();
    let files: Vec<&str> =
        limits.lines().find(|line| line.starts_with("Max open files")).unwrap().split_whitespace().collect();
    assert!(files[3] == files[4] && files[3] != "128", "{files:?}");
    // The figures have a port of their own, and are not at the shop's.
    let figures = lines.next().unwrap().unwrap();
    let ask = |line: &str| {
        let (_, address) = line.rsplit_once("http://").unwrap();
        let mut stream = TcpStream::connect(address.split('/').next().unwrap()).unwrap();
        stream.write_all(b"GET /metrics HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer);
        answer
    };
    let (at_the_shop, at_their_port) = (ask(&opened), ask(&figures));
    assert!(at_the_shop.starts_with("HTTP/1.1 404"), "{at_the_shop}");
    assert!(at_their_port.starts_with("HTTP/1.1 200"), "{at_their_port}");
    child.kill().unwrap();
    child.wait().unwrap();
}
