//! What the index is told of a product.

/// A category on the way from the top to the product's own.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Category {
    /// Its id in the shop.
    pub id: i64,
    /// Its Chinese title.
    pub zh: String,
    /// Its English title.
    pub en: String,
}

/// A product as it is found and ranked. Texts may be empty. Of long ones the index reads the beginning: 200 characters
/// of a title or an option, 60 of a keyword, a brand or a category's title; 40 keywords, 60 options, 8 categories.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Product {
    /// Its id in the shop. Among equal scores the smaller id comes first.
    pub id: i64,
    /// Its Chinese title.
    pub title_zh: String,
    /// Its English title.
    pub title_en: String,
    /// Its brand as people write it, in all scripts: `爱他美 Aptamil`.
    pub brand: String,
    /// Its categories from the top down.
    pub categories: Vec<Category>,
    /// Further words by which it should be found.
    pub keywords: Vec<String>,
    /// What tells its SKUs apart.
    pub options: Vec<String>,
    /// The lowest price that everybody pays, in minor units.
    pub price: i64,
    /// The lowest price of each list of prices that is for some people only, by the list's name, in minor units. Whoever may have it pays it
    /// where it is below `price`.
    pub lists: Vec<(String, i64)>,
    /// Pieces sold in the last thirty days.
    pub sales: u32,
    /// Margin, in thousandths of the price.
    pub margin: u16,
    /// The day on which it was first on sale, in days since 1970.
    pub listed: i32,
    /// Whether a piece can be bought now.
    pub in_stock: bool,
}
