mod desk;
mod harness;
mod rewards;
mod wechat;
mod wechat_double;
