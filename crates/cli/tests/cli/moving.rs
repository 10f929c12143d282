//! Moving from the tables of another system, from the command line. The tables are constructed.

use super::banyan;
use super::shop::folder;

#[test]
fn a_shop_moves_from_crmeb_after_a_look_at_what_would_come() {
    let folder = folder("moving");
    let tables = folder.join("tables");
    std::fs::create_dir_all(&tables).unwrap();
    let write = |name: &str, text: &str| std::fs::write(tables.join(name), text).unwrap();
    write(
        "eb_user.csv",
        "uid,phone,nickname,now_money,brokerage_price,spread_uid,spread_time,is_promoter,add_time\n\
         12,13900000001,小林,5.00,40.10,0,0,1,1735689600\n15,13900000002,周周,0,0,12,1735776000,0,1735776000\n",
    );
    write(
        "eb_store_product.csv",
        "id,store_name,price,cost,stock,is_show,is_del\n7,香薰蜡烛,39.00,15.00,88,1,0\n",
    );
    write(
        "eb_store_order.csv",
        "id,order_id,uid,pay_price,pay_postage,paid,pay_time,status,refund_status\n\
         1,cp1,15,45.00,6.00,1,1751328000,3,0\n2,cp2,15,39.00,0,0,0,0,0\n",
    );
    write(
        "eb_store_order_cart_info.csv",
        "id,oid,product_id,cart_info\n1,1,7,\"{\"\"cart_num\"\":1,\"\"truePrice\"\":39}\"\n",
    );
    let (tables, db) = (tables.display().to_string(), folder.join("shop.db"));
    let place = format!("sqlite:{}", db.display());
    let command = ["import", "crmeb", &tables, "--plan", "starter", "--db", &place];
    let looked = banyan(&[&command[..], &["--dry-run"]].concat());
    assert_eq!(looked.code, 0, "{}", looked.err);
    for words in [
        "members 2",
        "orders 1  45.00",
        "not paid  39.00 (first at eb_store_order.csv:3)",
        "wallet",
        "nothing was changed",
    ] {
        assert!(looked.out.contains(words), "{words}: {}", looked.out);
    }
    assert!(!db.exists(), "a look changes nothing");
    let wrong = banyan(&["import", "yudao", &tables, "--plan", "starter", "--db", &place]);
    assert!(
        wrong.code == 1 && wrong.err.contains("member_user: the folder has no such table"),
        "{}",
        wrong.err
    );
    let claims = folder.join("claims.csv");
    let moved = banyan(&[&command[..], &["--claims", &claims.display().to_string()]].concat());
    assert_eq!(moved.code, 0, "{}{}", moved.out, moved.err);
    for words in [
        "Paid for orders: there 45.00, here 45.00, the same",
        "To withdraw: there 40.10, here 40.10, the same",
        "Imported: 1 products, 2 members, 1 orders",
    ] {
        assert!(moved.out.contains(words), "{words}: {}", moved.out);
    }
    assert_eq!(std::fs::read_to_string(&claims).unwrap().lines().count(), 3);
    let verified = banyan(&["verify", "--db", &place]);
    assert_eq!(verified.code, 0, "{}{}", verified.out, verified.err);
    let again = banyan(&command);
    assert!(again.code == 1 && again.err.contains("fresh shop"), "{}", again.err);
}

#[test]
fn a_folder_takes_no_files_beside_it() {
    let both = banyan(&[
        "import",
        "crmeb",
        "tables",
        "--plan",
        "starter",
        "--members",
        "m.csv",
        "--orders",
        "o.csv",
    ]);
    assert_eq!(both.code, 2, "{}", both.err);
    assert_eq!(banyan(&["import", "--plan", "starter"]).code, 2);
    assert_eq!(banyan(&["import", "yudao", "t", "--plan", "starter", "--offset", "8"]).code, 2);
}
