# Sign-in
login-title = Sign in
login-title-again = Sign in: please check
login-welcome = Your personal space: your accounts, your documents.
login-welcome-staff = The management space, for members of staff only.
login-name = Sign-in name
login-password = Password
login-submit = Sign in
login-hint = Your sign-in name and your password reached you by post, in two separate letters.
login-ended = Your session has ended. Sign in again to go on.
login-signed-out = You are signed out. See you soon!
login-empty = Enter your sign-in name and your password.
login-too-long = The sign-in name or the password is too long.
login-wrong = The sign-in name or the password is not right. Check both and try again.

# Home
home-title = Home
home-greeting = Hello { $value }
home-more = See all
home-empty = Nothing to show yet
home-empty-text = Your accounts and your documents will appear here as soon as they are available.

# Statement
balance-due = Left to pay
balance-credit = In your favour
balance-even = Your account is settled
balance-word-due = to pay
balance-word-credit = in your favour
statement-caption = Lines of the account, newest first
statement-amount = Amount
statement-balance = Balance
statement-total = { $n ->
    [0] No lines
    [one] { $value } line in all
   *[other] { $value } lines in all
}
lines-found = { $n ->
    [one] { $value } line found
   *[other] { $value } lines found
}
statement-empty = No movement yet
statement-empty-text = Calls and payments will appear here from the first one on.

# Lists and records
list-total = { $n ->
    [one] { $value } item
   *[other] { $value } items
}
list-empty = Nothing to show yet
list-empty-text = Items will appear here as soon as there are any.
record-empty = No information yet
record-empty-text = It will appear here as soon as it is known.

# Documents
documents-total = { $n ->
    [one] { $value } document
   *[other] { $value } documents
}
documents-empty = No documents yet
documents-empty-text = Your notices, statements and minutes will appear here as soon as they are published.
document-download = Download
document-missing = not available just now

documents-found = { $n ->
    [0] No document found
    [one] { $value } document found
   *[other] { $value } documents found
}
document-new = New

# Time line, charts, files of rows
timeline-empty = Nothing yet
timeline-empty-text = Each event will appear here on its day.
chart-balance = The balance, month by month
chart-numbers = The numbers of the chart
chart-month = Month
chart-kind = Kind
chart-value = Amount
chart-told = from { $first } ({ $begin }) to { $last } ({ $end }), at the lowest { $least }, at the highest { $most }.
export = Download for a spreadsheet (CSV)
export-cut = The rows after these are missing: a file holds { $value } rows at the most.

# Expected documents
coverage-title = Expected documents
coverage-intro = The documents that the law or your contracts ask for, building by building.
coverage-told = { $there } of { $all } there
coverage-present = There
coverage-stale = Too old
coverage-missing = Missing
coverage-newest = Newest
coverage-counted = { $count } of { $needed }
coverage-empty = No documents expected yet
coverage-empty-text = The list of the documents of your buildings will appear here, with their dates.
coverage-none = No documents expected
coverage-none-text = The data map says which documents are expected, and of what.

pager = Other parts
pager-newer = Newer
pager-older = Older
pager-previous = Previous
pager-next = Next

# Account
account-title = My account
account-identity = Identity
account-email = E-mail address
account-email-none = No address known
account-language = Language
account-language-text = It is kept with your account, on all your devices.
account-language-kept = Your language is saved.
account-sessions = Open sessions
account-this-session = this device
account-idle = A session ends after { $value } without activity,
account-absolute = and after { $value } at the latest.
account-opened = opened { $value } ago
account-used = used { $value } ago
account-end = End
account-end-all = { $n ->
    [one] End the other session
   *[other] End the { $value } other sessions
}
account-session-ended = Done: the session has ended.
device-unknown = Unknown device

# Legal
legal-title = Legal notice and personal data
legal-controller = Controller
legal-name = Organisation
legal-address = Address
legal-email = E-mail
legal-phone = Telephone
legal-website = Website
legal-privacy = Your data
legal-cookie = This portal sets four cookies at the most. That of your session goes when you sign out. Another remembers for a year that you have signed in with this browser before, so that nobody can keep you out by mistyping your password on purpose. Two are there only while you sign in with an identity provider or a passkey. There is no audience measurement and no tracker.
legal-rights = You can ask for access to your data, for its correction or its erasure, and complain to the supervisory authority.
legal-privacy-contact = Contact about your data
legal-authority = Supervisory authority

# Staff
overview-title = Overview
overview-sessions = Open sessions
overview-sessions-text = { $n ->
    [0] Nobody is signed in just now.
    [one] One person is signed in just now.
   *[other] Sessions open just now.
}
overview-accounts = Accounts
overview-caption = Persons and accounts, by kind
overview-kind = Kind
overview-persons = Persons
overview-with-account = With an account
overview-disabled = Disabled
overview-empty = No kinds declared
overview-empty-text = The kinds come from the data map.
