//! `banyan wecom-double` as people run it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

struct Playing {
    child: Child,
    address: String,
}

impl Playing {
    fn begin(args: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_banyan"));
        command.env("LC_ALL", "C").args(["wecom-double", "--port", "0"]).args(args);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let (_, rest) = line.split_once("http://").unwrap();
        let address = rest.split_whitespace().next().unwrap().to_owned();
        Self { child, address }
    }

    fn ask(&self, method: &str, path: &str, body: &Value) -> Value {
        let body = body.to_string();
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        stream.write_all((head + &body).as_bytes()).unwrap();
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer);
        let (_, body) = answer.split_once("\r\n\r\n").unwrap();
        serde_json::from_str(body).unwrap_or(Value::Null)
    }
}

impl Drop for Playing {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_double_answers_its_api_and_sends_what_people_do() {
    let shop = TcpListener::bind("127.0.0.1:0").unwrap();
    let callback = format!("http://{}/callback", shop.local_addr().unwrap());
    let double = Playing::begin(&[
        "--staff",
        "2",
        "--customers",
        "3",
        "--groups",
        "1",
        "--members",
        "2",
        "--callback",
        &callback,
    ]);
    let token =
        double.ask("GET", "/cgi-bin/gettoken?corpid=ww-double&corpsecret=double-secret", &Value::Null);
    let token = token["access_token"].as_str().unwrap();
    let path = format!("/cgi-bin/externalcontact/list?access_token={token}&userid=staff-001");
    assert_eq!(double.ask("GET", &path, &Value::Null)["external_userid"].as_array().unwrap().len(), 3);
    let path = format!("/cgi-bin/externalcontact/groupchat/list?access_token={token}");
    assert_eq!(
        double.ask("POST", &path, &json!({ "limit": 10 }))["group_chat_list"].as_array().unwrap().len(),
        2
    );
    let added = double.ask("POST", "/double/act", &json!({ "do": "add", "user": "staff-001" }));
    assert_eq!(added["done"], json!(true), "{added}");
    // What people did comes to the shop; what was there from the beginning does not.
    let (mut stream, _) = shop.accept().unwrap();
    let mut request = [0; 4096];
    let read = stream.read(&mut request).unwrap();
    let request = String::from_utf8_lossy(&request[..read]).into_owned();
    assert!(request.starts_with("POST /callback?msg_signature="), "{request}");
    stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").unwrap();
    drop(stream);
    let before = double.ask("POST", "/double/pass", &json!({ "seconds": 0 }))["now"].as_i64().unwrap();
    let after = double.ask("POST", "/double/pass", &json!({ "seconds": 7200 }))["now"].as_i64().unwrap();
    assert!(after >= before + 7200);
    let path = format!("/cgi-bin/externalcontact/get_follow_user_list?access_token={token}");
    assert_eq!(double.ask("GET", &path, &Value::Null)["errcode"], json!(42001));
    assert_eq!(
        double.ask("GET", "/double/everything", &Value::Null)["contacts"].as_array().unwrap().len(),
        7
    );
}
