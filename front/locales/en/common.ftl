# What surrounds every page.
skip = Skip to content
menu = Main menu
menu-home = Home
menu-overview = Overview
menu-account = My account
staff = Staff
sign-out = Sign out
legal-link = Legal notice and personal data
colon = { ": " }
yes = Yes
no = No
try-again-in = Try again in { $value }.
duration-seconds = { $n ->
    [one] { $n } second
   *[other] { $n } seconds
}
duration-minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}
duration-hours = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
}
duration-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
