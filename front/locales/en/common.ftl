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
    [one] { $value } second
   *[other] { $value } seconds
}
duration-minutes = { $n ->
    [one] { $value } minute
   *[other] { $value } minutes
}
duration-hours = { $n ->
    [one] { $value } hour
   *[other] { $value } hours
}
duration-days = { $n ->
    [one] { $value } day
   *[other] { $value } days
}
