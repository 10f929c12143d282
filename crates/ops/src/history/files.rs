//! The files in which a history is brought in.

use std::path::{Path, PathBuf};

use banyan_base::refusal::Refusal;
use banyan_plan::time::Time;
use banyan_plan::words::Lang;
use banyan_settle::files::{Clock, FileError, Source, read_rows};

/// The files of another system, or of an export.
#[derive(Debug, Clone, Default)]
pub struct Files {
    /// `member,inviter,joined_at,rank` and, optional, `promoter_at,nickname,phone`.
    pub members: PathBuf,
    /// `order,line,at,buyer,amount` and the optional columns of `banyan settle`.
    pub orders: PathBuf,
    /// `product,price` and, optional, `sku,title,variant,category,cost,rate,stock,state,least,step,most,per_member,period,prices,freight,weight,title_en,variant_en`.
    pub products: Option<PathBuf>,
    /// Freight templates: [`banyan_trade::freight::COLUMNS`].
    pub freight: Option<PathBuf>,
    /// `order,lines,amount` and, optional, `zh,en`: what orders paid for being carried.
    pub carriage: Option<PathBuf>,
    /// `member,rank,at` and, optional, `by`.
    pub ranks: Option<PathBuf>,
    /// `member,inviter,at`.
    pub transfers: Option<PathBuf>,
    /// `member,state,at`.
    pub stops: Option<PathBuf>,
    /// `member,amount`: what members have been paid out already.
    pub paid_out: Option<PathBuf>,
    /// `member,amount`: what members may withdraw from the beginning, owed by the other system.
    pub balances: Option<PathBuf>,
    /// What columns are called in the files, and what we call them.
    pub renames: Vec<(String, String)>,
    /// Whether names that nobody chose are Chinese.
    pub is_chinese: bool,
    /// Whether members who are brought over get codes by which they claim their accounts.
    pub with_claims: bool,
}

/// What is wrong with a file, as a refusal.
pub(super) fn refused(error: &FileError) -> Refusal {
    Refusal::unacceptable("file_bad", error.show(Lang::Zh), error.show(Lang::En))
}

impl Files {
    pub(super) fn source(&self, path: &Path) -> Result<Source, Refusal> {
        let source = Source::open(path).map_err(|error| refused(&error))?;
        Ok(source.renaming(self.renames.clone()))
    }

    /// The first moment of the history: the shop has to be opened before it.
    pub fn begins(&self) -> Result<Time, Refusal> {
        let (mut clock, mut first) = (Clock::default(), Time(i64::MAX));
        let read = read_rows(self.source(&self.members)?, &["joined_at"], &[], |_, fields| {
            // Whatever is no time is told of when everything is read.
            first = first.min(clock.read(fields[0]).unwrap_or(first));
            Ok(())
        });
        read.map_err(|error| refused(&error))?;
        Ok(first)
    }
}
