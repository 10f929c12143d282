//! A shop to look at: real orders on a constructed referral forest.
//!
//! What is observed and what is constructed is said in this crate's README. The files have the formats of
//! `banyan settle`.

/// `member,inviter,joined_at,rank`, compressed with zstd. `rank` is `promoter` for those who invited someone: whoever
/// loads it puts the first rank of the plan in use there.
pub const MEMBERS: &[u8] = include_bytes!("../data/members.csv.zst");

/// `order,line,at,buyer,product,amount,cost,rate,refund_of` in pounds sterling, compressed with zstd.
pub const ORDERS: &[u8] = include_bytes!("../data/orders.csv.zst");

/// `code,name`, compressed with zstd. A few codes have no name.
pub const PRODUCTS: &[u8] = include_bytes!("../data/products.csv.zst");

/// The rank that [`MEMBERS`] gives to promoters.
pub const PROMOTER: &str = "promoter";

/// The member of [`MEMBERS`] who stands for every buyer that the source does not name.
pub const GUEST: &str = "guest";

pub mod bundle;
pub mod gather;
pub mod looks;
pub mod report;
