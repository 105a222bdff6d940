"""The page before the door, where readers sign in, and what stands in the frame of who did."""

from languages import Sentence, Words

SIGN_IN = Sentence("Sign in")
SIGN_IN_WITH = Sentence("Sign in with {provider}")
SIGN_OUT = Sentence("Sign out")
AGAIN = Sentence("Try again")
WHY = Words(
    {
        "not signed in": Sentence("Sign in to read the figures."),
        "failed": Sentence(
            "The sign-in was refused, and nothing was opened. Try again; if it is refused again,"
            " tell whoever runs this dashboard at which time it was."
        ),
        "no role": Sentence(
            "You are signed in, but your account has no role that may read this. Whoever runs this"
            " dashboard can give it one."
        ),
        "no provider": Sentence(
            "The sign-in service does not answer. Who is signed in already reads on; try again in a"
            " moment."
        ),
        "too many": Sentence("Too many tries to sign in came from here. Wait a moment."),
    }
)
NO_ENTRANCE = Sentence(
    "Nobody can be let in: readers sign in here, and this was started without the entrance. Start"
    " it by server.py."
)
