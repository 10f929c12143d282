//! Why a call is refused: the codes that the service answers, each with its sentence.

/// A refusal of the service. Callers judge by the code and never by the sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused {
    /// `errcode`.
    pub code: i64,
    /// `errmsg`.
    pub message: &'static str,
}

macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $message:literal;)*) => {
        $($(#[$doc])* pub(super) const $name: Refused = Refused { code: $code, message: $message };)*
    };
}

refusals! {
    /// The secret is not one of the corp.
    BAD_SECRET = 40001, "invalid credential";
    /// No such member of staff.
    BAD_USER = 40003, "invalid userid";
    /// A file that was never uploaded, or longer than three days ago.
    BAD_MEDIA = 40007, "invalid media_id";
    /// The corp id is not this corp's.
    BAD_CORP = 40013, "invalid corpid";
    /// The access token was never given out, or not to an app that may do this.
    BAD_TOKEN = 40014, "invalid access_token";
    /// A parameter is missing, or not of its kind.
    BAD_PARAMETER = 40058, "invalid parameter";
    /// No such tag.
    BAD_TAG = 40068, "invalid tagid";
    /// No such customer.
    BAD_CUSTOMER = 40096, "invalid external userid";
    /// The call has no access token.
    NO_TOKEN = 41001, "access_token missing";
    /// There is nobody to send a mass message to.
    NOBODY = 41048, "no customer to send";
    /// The welcome code is not one, has been used, or is older than twenty seconds.
    BAD_WELCOME = 41050, "welcome code not valid or expired";
    /// The two are chatting already: the welcome must not be tried again.
    WELCOMED = 41051, "customer is chatting with staff";
    /// A mass message that is just being handed out can neither be called off nor reminded of.
    DISPATCHED_NOW = 41063, "message is being dispatched";
    /// More than nine attachments.
    TOO_MANY_ATTACHMENTS = 41064, "too many attachments";
    /// More than five groups behind one way in.
    TOO_MANY_CHATS = 41091, "too many chats of a join way";
    /// Everybody has sent the mass message, or it was called off.
    NOTHING_TO_CANCEL = 41093, "message cannot be cancelled";
    /// More than three reminders within a day.
    TOO_MANY_REMINDERS = 41094, "too many reminders";
    /// The access token is older than it lives.
    TOKEN_EXPIRED = 42001, "access_token expired";
    /// More than so many calls a minute or an hour.
    TOO_OFTEN = 45009, "api freq out of limit";
    /// More than so many calls at one time.
    TOO_MANY_AT_ONCE = 45033, "api concurrent out of limit";
    /// No such group, or it was dissolved.
    BAD_CHAT = 49008, "group chat not exist";
    /// The app may not see this person or group.
    OUT_OF_SCOPE = 60011, "no privilege to access/modify contact/party/agent";
    /// The address that calls is not among the trusted ones.
    BAD_IP = 60020, "not allow to access from your ip";
    /// All of a corp's groups are asked for at once, and its scope has more than a thousand people.
    SCOPE_TOO_LARGE = 81017, "scope too large, owner_filter required";
    /// This member of staff has no customer, or not this one. An empty list is never answered.
    NOT_A_CUSTOMER = 84061, "not external contact";
    /// The member of staff may not serve customers.
    NOT_IN_SERVICE = 84083, "not a service person";
    /// No such address.
    NO_SUCH_API = 404, "not found";
}
