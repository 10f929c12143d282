//! Moving from CRMEB and yudao by their tables. The tables are constructed: they have the columns of the originals and rows that nobody sold.

use std::path::Path;
use std::sync::Arc;

use banyan_core::ledger::Account;
use banyan_ops::history;
use banyan_ops::moving::{self, Moved, Sums, System};
use banyan_plan::check::compile;
use banyan_plan::time::{DAY, Time};
use banyan_plan::words::Lang;
use serde_json::json;

use crate::harness::{Db, House, START, TWO_LEVELS};
use crate::histories::opened_before;

const CHINA: i64 = 8 * 3600 * 1_000_000_000;

/// Three members (one invited on joining, one bound later), two products, and an order of each fate.
const CRMEB: [(&str, &str); 7] = [
    (
        "eb_user.csv",
        "uid,phone,nickname,now_money,brokerage_price,integral,spread_uid,spread_time,is_promoter,status,add_time,is_del\n\
         12,13900000001,小林,36.50,40.10,0,0,0,1,1,1735689600,0\n\
         15,１３９００００００02,周周,0.00,8.40,20,12,1735776000,1,1,1735776000,0\n\
         21,,13812345678,0.00,0.00,0,15,1743465600,0,1,1735862400,0\n\
         22,13900000009,走了,0,0,0,12,1735862500,0,1,1735862500,1\n",
    ),
    ("eb_user_extract.csv", "id,uid,extract_price,status\n1,12,20.00,0\n2,12,5.00,1\n"),
    ("eb_store_category.csv", "id,cate_name\n3,家居\n"),
    (
        "eb_store_product.csv",
        "id,store_name,cate_id,price,cost,stock,is_show,is_del,is_sub\n\
         7,香薰蜡烛,\"3,4\",39.00,15.00,88,1,0,1\n8,脐橙 5 斤,,29.90,12.00,300,0,0,0\n",
    ),
    (
        "eb_store_product_attr_value.csv",
        "id,product_id,suk,stock,price,cost,unique,type\n\
         1,7,白茶,44,39.00,15.00,a1b2c3d4,0\n2,7,檀香,44,42.00,16.00,a1b2c3d5,0\n3,7,白茶,5,9.90,1.00,ffffffff,1\n4,8,默认,300,29.90,12.00,b1b2c3d4,0\n",
    ),
    (
        "eb_store_order.csv",
        "id,order_id,uid,pay_price,pay_postage,paid,pay_time,status,refund_status,refund_price,pid,is_system_del\n\
         101,cp101,15,112.00,6.00,1,1751328000,3,0,0.00,0,0\n\
         102,cp102,21,29.90,0.00,1,1751414400,2,3,10.00,0,0\n\
         103,cp103,21,45.90,6.90,1,1751500800,-2,2,45.90,0,0\n\
         104,cp104,15,39.00,0.00,1,1751500900,0,0,0.00,0,0\n\
         105,cp105,15,39.00,0.00,0,0,0,0,0.00,0,0\n\
         106,cp106,15,112.00,6.00,1,1751328000,3,0,0.00,-1,0\n\
         107,cp107,99,39.00,0.00,1,1751328000,3,0,0.00,0,0\n",
    ),
    (
        "eb_store_order_cart_info.json",
        r#"{"RECORDS":[
          {"id":1,"oid":101,"product_id":7,"cart_num":2,"cart_info":"{\"cart_num\":2,\"truePrice\":39.00}"},
          {"id":2,"oid":101,"product_id":8,"cart_num":1,"cart_info":"{\"truePrice\":\"28.00\"}"},
          {"id":3,"oid":102,"product_id":8,"cart_num":1,"cart_info":"{\"truePrice\":29.9}"},
          {"id":4,"oid":103,"product_id":7,"cart_num":1,"cart_info":"{\"truePrice\":39}"},
          {"id":5,"oid":104,"product_id":7,"cart_num":1,"cart_info":"{\"truePrice\":39}"}
        ]}"#,
    ),
];

const YUDAO: [(&str, &str); 3] = [
    (
        "members.sql",
        "-- dump\nCREATE TABLE `member_user` (\n  `id` bigint NOT NULL AUTO_INCREMENT COMMENT '编号, 主键',\n  `mobile` varchar(11),\n  `nickname` varchar(30),\n  `status` tinyint,\n  `point` int,\n  `create_time` datetime,\n  `deleted` bit(1),\n  PRIMARY KEY (`id`)\n);\n\
         INSERT INTO `member_user` VALUES (12,'13900000001','小林\\'s',0,0,'2025-01-01 08:00:00',b'0'),\n(15,'13900000002','周周',0,5,'2025-01-02 08:00:00',b'0'),\n(21,NULL,'13812345678',0,0,'2025-01-03 08:00:00',b'0');\n\
         INSERT INTO `trade_brokerage_user` (`id`,`bind_user_id`,`bind_user_time`,`brokerage_enabled`,`brokerage_price`,`frozen_price`) VALUES (12,NULL,NULL,1,4010,300),(15,12,'2025-01-02 08:00:00',1,840,0),(21,15,'2025-04-01 08:00:00',0,0,0);\n",
    ),
    (
        "product.sql",
        "INSERT INTO `product_spu` (`id`,`name`,`status`,`deleted`) VALUES (7,'香薰蜡烛',1,0),(8,'脐橙',0,0);\n\
         INSERT INTO `product_sku` (`id`,`spu_id`,`properties`,`price`,`cost_price`,`stock`,`deleted`) VALUES (1,7,'[{\"propertyName\":\"香型\",\"valueName\":\"白茶\"}]',3900,1500,44,0),(2,8,NULL,2990,1200,300,0);\n",
    ),
    (
        "trade.sql",
        "INSERT INTO `trade_order` (`id`,`no`,`user_id`,`status`,`pay_status`,`pay_time`,`pay_price`,`delivery_price`,`refund_price`,`deleted`) VALUES \
         (101,'o101',15,30,1,'2025-07-01 08:00:00',11200,600,0,0),(102,'o102',21,30,1,'2025-07-02 08:00:00',2990,0,1000,0),(103,'o103',21,40,1,'2025-07-03 08:00:00',4590,690,4590,0),(104,'o104',15,10,1,'2025-07-03 08:01:00',3900,0,0,0),(105,'o105',15,0,0,NULL,3900,0,0,0);\n\
         INSERT INTO `trade_order_item` (`id`,`order_id`,`spu_id`,`count`,`pay_price`) VALUES (1,101,7,2,7800),(2,101,8,1,2800),(3,102,8,1,2990),(4,103,7,1,3900),(5,104,7,1,3900);\n\
         INSERT INTO `trade_after_sale` (`id`,`order_item_id`,`refund_price`,`status`,`refund_time`) VALUES (1,3,1000,50,'2025-07-05 08:00:00'),(2,4,3900,50,'2025-07-06 08:00:00'),(3,1,500,10,NULL);\n",
    ),
];

fn written(tables: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in tables {
        std::fs::write(dir.path().join(name), text).unwrap();
    }
    dir
}

fn read(system: System, folder: &Path) -> Result<Moved, String> {
    let program = compile(TWO_LEVELS).unwrap();
    moving::read(system, folder, program.plan(), CHINA).map_err(|no| no.text.get(Lang::En).to_owned())
}

/// The shop after a move.
fn move_in(db: Db, moved: &Moved) -> House {
    let out = tempfile::tempdir().unwrap();
    let files = moved.write(&out.path().join("files")).unwrap();
    let house = opened_before(db, &files, TWO_LEVELS);
    let writer = house.shop.writer.clone();
    std::thread::spawn(move || history::import(&writer, &files, Arc::new(|_, _| ())))
        .join()
        .unwrap()
        .unwrap_or_else(|no| panic!("{no:?}"));
    house.clock.set(Time(START + 365 * DAY));
    house
}

fn sums_of(house: &House) -> Sums {
    let writer = house.shop.writer.clone();
    std::thread::spawn(move || {
        writer.run_now(|work| Ok(work.id())).unwrap();
        moving::sums(&writer).unwrap()
    })
    .join()
    .unwrap()
}

/// What came of either system: the same people, the same trade.
fn comes_over(db: Db, system: System, tables: &[(&str, &str)]) {
    let dir = written(tables);
    let moved = read(system, dir.path()).unwrap();
    assert_eq!(moved.sums(), Sums { paid: 18_780, refunded: 5_590, balances: 4_850 });
    let house = move_in(db, &moved);
    assert_eq!(sums_of(&house), moved.sums(), "the sums of both sides");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        house.settled_books().await;
        let owner = house.staff("owner").await;
        let member = async |name: &str| {
            let name = name.to_owned();
            let found = house.shop.writer.run(move |work| {
                let row = work.conn.one("SELECT id FROM origin WHERE name = $1", &[name.into()])?;
                Ok(row.unwrap().int(0)?)
            });
            found.await.unwrap()
        };
        let [lin, zhou, he] = [member("12").await, member("15").await, member("21").await];
        assert_eq!(house.balance(lin, Account::Available).await, 4_010);
        assert_eq!(
            (house.balance(zhou, Account::Available).await, house.balance(he, Account::Available).await),
            (840, 0)
        );
        // Nobody is paid for what the other system has paid for.
        assert_eq!(house.number("SELECT COUNT(*) FROM reward", Vec::new()).await, 0);
        let seen = async |id: i64| house.done(&owner, "GET", &format!("/staff/members/{id}"), None).await;
        assert_eq!(seen(zhou).await["inviter"], lin.to_string());
        assert_eq!(seen(he).await["inviter"], zhou.to_string(), "who was bound later is there");
        assert!(seen(lin).await["rank"].is_object() && seen(he).await["rank"].is_null());
        // They claim their account by their phone; an old number is no nickname.
        assert!(seen(lin).await["phone"].is_string() && seen(he).await["phone"].is_null());
        let name = seen(he).await["nickname"].as_str().unwrap().to_owned();
        assert!(!name.contains("138") && !name.is_empty(), "{name}");
        let products = house.done(&owner, "GET", "/staff/products", None).await;
        let on = products["items"].as_array().unwrap().iter().filter(|one| one["is_on"] == true).count();
        assert_eq!((products["items"].as_array().unwrap().len(), on), (2, 1));
        let orders = house.done(&owner, "GET", "/staff/orders", None).await;
        let amounts: Vec<i64> =
            orders["items"].as_array().unwrap().iter().map(|one| one["amount"].as_i64().unwrap()).collect();
        assert_eq!(amounts, [4_590, 2_990, 11_200]);
        let path = format!("/staff/orders/{}", orders["items"][0]["id"].as_str().unwrap());
        let whole = house.done(&owner, "GET", &path, None).await;
        assert_eq!(
            (&whole["lines"][0]["amount"], &whole["lines"][0]["refunded"]),
            (&json!(4_590), &json!(4_590))
        );
        // They go on from here: what is sold now is paid by the plan.
        let sku = house.product("cup", 10_000, 0, 200_000, 10).await;
        house.sell(he, sku, 1).await;
        assert!(house.balance(zhou, Account::Pending).await > 0);
    });
}

#[test]
fn crmeb_comes_over_by_its_tables_sqlite() {
    comes_over(Db::Sqlite, System::Crmeb, &CRMEB);
}

#[test]
fn crmeb_comes_over_by_its_tables_postgres() {
    comes_over(Db::Postgres, System::Crmeb, &CRMEB);
}

#[test]
fn yudao_comes_over_by_its_tables_sqlite() {
    comes_over(Db::Sqlite, System::Yudao, &YUDAO);
}

#[test]
fn yudao_comes_over_by_its_tables_postgres() {
    comes_over(Db::Postgres, System::Yudao, &YUDAO);
}

/// The sum and the number of what stays behind for a reason that has these words.
fn left(moved: &Moved, words: &str) -> (u64, i64) {
    let found = moved.report().left.iter().find(|(why, _)| why.en.contains(words));
    let Some((_, tally)) = found else { panic!("{words}: {:?}", moved.report().left) };
    (tally.count, tally.sum)
}

#[test]
fn the_report_says_what_stays_behind_and_why() {
    let moved = read(System::Crmeb, written(&CRMEB).path()).unwrap();
    assert_eq!(left(&moved, "wallet"), (1, 3_650));
    assert_eq!(left(&moved, "withdrawals under way"), (1, 2_000));
    assert_eq!(left(&moved, "have not arrived"), (1, 3_900));
    assert_eq!(left(&moved, "not paid"), (1, 3_900));
    assert_eq!(left(&moved, "their parts have come"), (1, 11_200));
    assert_eq!(left(&moved, "not in the table of members"), (1, 3_900));
    assert_eq!(left(&moved, "points").0, 1);
    assert_eq!(left(&moved, "who left").0, 1);
    assert_eq!(left(&moved, "nicknames").0, 1);
    let came = |words: &str| moved.report().came.iter().find(|(what, _)| what.en == words).unwrap().1.clone();
    assert_eq!((came("members").count, came("orders").count, came("orders").sum), (4, 3, 18_780));
    let moved = read(System::Yudao, written(&YUDAO).path()).unwrap();
    assert_eq!(left(&moved, "frozen"), (1, 300));
    assert_eq!(left(&moved, "have not arrived"), (1, 3_900));
}

/// One wrong cell refuses all, with its table, line and column.
#[test]
fn a_wrong_cell_is_named_and_nothing_comes() {
    for (file, right, wrong, said) in [
        (
            "eb_user.csv",
            "13900000001",
            "1.39E+10",
            "eb_user.csv:2: phone “1.39E+10”: was shortened by a spreadsheet",
        ),
        ("eb_user.csv", "40.10", "forty", "eb_user.csv:2: brokerage_price “forty”"),
        (
            "eb_user.csv",
            "1735689600",
            "1735689600000",
            "eb_user.csv:2: add_time “1735689600000”: expected Unix seconds",
        ),
        ("eb_user.csv", "\n15,", "\n12,", "eb_user.csv:3: uid 12 stands on line 2 already"),
        (
            "eb_user.csv",
            "１３９００００００02",
            "13900000001",
            "eb_user.csv:3: this phone number is that of line 2",
        ),
        ("eb_user.csv", "36.50,40.10,0,0,0", "36.50,40.10,0,21,0", "invitations form a ring"),
        (
            "eb_store_product.csv",
            "300,0,0,0",
            "300,maybe,0,0",
            "eb_store_product.csv:3: is_show “maybe”: expected 1 or 0",
        ),
        (
            "eb_store_order.csv",
            "1751328000,3,0,0.00,0,0",
            "1751328000,9,0,0.00,0,0",
            "eb_store_order.csv:2: status “9”",
        ),
        ("eb_store_order.csv", "3,10.00", "3,30.00", "eb_store_order.csv:3: more went back than was paid"),
        ("eb_store_order.csv", "pay_postage", "postage", "eb_store_order.csv: missing columns: pay_postage"),
    ] {
        let dir = written(&CRMEB);
        let path = dir.path().join(file);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(right), "{right}");
        std::fs::write(&path, text.replacen(right, wrong, 1)).unwrap();
        let told = read(System::Crmeb, dir.path()).err().unwrap_or_else(|| panic!("{wrong} was taken"));
        assert!(told.contains(said), "{told}");
    }
    let dir = written(&CRMEB);
    std::fs::remove_file(dir.path().join("eb_user.csv")).unwrap();
    assert!(read(System::Crmeb, dir.path()).err().unwrap().contains("eb_user: the folder has no such table"));
    let dir = written(&CRMEB);
    std::fs::write(dir.path().join("eb_user.sql"), "INSERT INTO eb_user (uid) VALUES (1);").unwrap();
    assert!(read(System::Crmeb, dir.path()).err().unwrap().contains("expected it once"));
}

/// Whatever a table was saved as, it says the same.
#[test]
fn gbk_and_marks_and_apostrophes_are_understood() {
    let plain = read(System::Crmeb, written(&CRMEB).path()).unwrap();
    let dir = written(&CRMEB);
    let users = dir.path().join("eb_user.csv");
    let text = std::fs::read_to_string(&users).unwrap();
    for bytes in [
        encoding_rs::GBK.encode(&text).0.into_owned(),
        [b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat(),
        text.replace("13900000001", "=\"13900000001\"").replace('\n', "\r\n").into_bytes(),
        text.replace("13900000001", "'13900000001\t").into_bytes(),
    ] {
        std::fs::write(&users, bytes).unwrap();
        let moved = read(System::Crmeb, dir.path()).unwrap_or_else(|no| panic!("{no}"));
        assert_eq!((moved.sums(), moved.report()), (plain.sums(), plain.report()));
    }
    std::fs::write(&users, b"uid\xff\xff,\x81").unwrap();
    assert!(read(System::Crmeb, dir.path()).err().unwrap().contains("neither UTF-8 nor GBK"));
}
