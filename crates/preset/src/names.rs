//! Names of people who do not exist, put together from two lists.

const FAMILY: &str = "王 李 张 刘 陈 杨 黄 赵 吴 周 徐 孙 马 朱 胡 郭 何 林 高 罗 郑 梁 谢 宋 唐 许 韩 冯 邓 曹 彭 曾 肖 田 董 袁 潘 蔡 蒋 余";
const GIVEN: &str = "小满 雨桐 子涵 欣然 佳怡 一诺 思远 明轩 晓彤 诗涵 浩然 梓萱 俊杰 雅静 春燕 丽娜 志强 海燕 国庆 秀兰 建华 \
    婷婷 文博 若曦 天佑 可馨 凯文 美玲 立新 婉清 景行 知夏 长安 南星 云舒 半夏 书瑶 亦凡 嘉禾 青禾";

/// A name for whoever is the `place`th to join; the first 1,600 are all different.
pub(crate) fn person(place: usize) -> String {
    let families: Vec<&str> = FAMILY.split_whitespace().collect();
    let given: Vec<&str> = GIVEN.split_whitespace().collect();
    let pick = |names: &[&str], place: usize| {
        names.get(place % names.len().max(1)).copied().unwrap_or("").to_owned()
    };
    pick(&families, place * 7 + place / given.len()) + &pick(&given, place)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_first_1600_people_have_names_of_their_own() {
        let names: BTreeSet<String> = (0..1_600).map(person).collect();
        assert_eq!(names.len(), 1_600);
    }
}
