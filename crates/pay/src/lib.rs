//! Pay: the providers who move the money, refunds on their way back, withdrawals.

pub mod payments;
pub mod providers;
pub mod withdrawals;
