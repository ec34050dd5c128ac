"""The root of every error of the contract; each deployable roots its own the same way."""


class WireError(Exception):
    """Something that crossed between kiosk and hub is not what the contract says.

    `code` is stable and may be searched for in the manual; `diagnosis` tells the reader what to do.
    """

    code = "W-WIRE-000"
    diagnosis = "Compare the versions of kiosk and hub; both speak one contract."

    def __str__(self) -> str:
        """Code first, so that one log line can be found in the manual."""
        return f"{self.code}: {super().__str__()} {self.diagnosis}"


class MessageError(WireError):
    """Bytes that are not a message of the channel they came on."""

    code = "W-MESSAGE-001"
    diagnosis = "The message was refused whole; nothing of it was stored."


class NoChannelError(MessageError):
    """A message on a channel that the deployment's profile does not have."""

    code = "W-MESSAGE-002"
    diagnosis = "The message was refused whole; compare the profiles of kiosk and hub."


class TopicError(WireError):
    """A topic that is not `kiosk/{kiosk_id}/{channel}`."""

    code = "W-TOPIC-001"
    diagnosis = "Check the kiosk's name and the channel."


class PlanError(WireError):
    """A plan or job file that cannot be used."""

    code = "W-PLAN-001"
    diagnosis = "Correct the file at the place named; nothing was started."


class BriefingError(WireError):
    """What a candidate is to be told about people cannot be read."""

    code = "W-BRIEFING-001"
    diagnosis = "The interview goes on without it; look at the hub's cards and settings."


class SurveyError(WireError):
    """Something that is no survey."""

    code = "W-SURVEY-001"
    diagnosis = "Kiosk and hub are of different versions: update the older one."


class SealedError(WireError):
    """A sealed file that is not age v1, was not sealed for us, or was altered."""

    code = "W-SEALED-001"
    diagnosis = "The file was refused; restore it from the kiosk or from backup."


class NotForUsError(SealedError):
    """A sealed file that is whole but sealed for other keys."""

    code = "W-SEALED-002"
    diagnosis = "Open it with the private key of the site that it was recorded for."


class ManifestError(WireError):
    """A recording's manifest whose signature or content does not hold."""

    code = "W-MANIFEST-001"
    diagnosis = "The recording was refused; check the kiosk's certificate."


class IdentityError(WireError):
    """A certificate that does not say who its holder is."""

    code = "W-IDENTITY-001"
    diagnosis = "Enrol the device again with the site's own authority."


class PolicyError(WireError):
    """An unknown policy profile, or something the profile forbids."""

    code = "W-POLICY-001"
    diagnosis = "Choose one of the shipped profiles: cn, eu, us."


class PolicySignatureError(PolicyError):
    """A policy file that the site's authority did not sign as it stands."""

    code = "W-POLICY-002"
    diagnosis = "Put the file here that `python -m provisioning policy sign` wrote for this site."


class OtherProfileError(PolicyError):
    """A signed policy for another profile than the settings name."""

    code = "W-POLICY-003"
    diagnosis = (
        "`profile` in the settings names what was signed, and nothing else; "
        "another profile wants another signature of the site's authority."
    )


class OtherTableError(PolicyError):
    """A signed policy of another version, or one whose table is not the shipped one."""

    code = "W-POLICY-004"
    diagnosis = (
        "Sign again with this version (`python -m provisioning policy sign`), "
        "and put the same file on the hub and on every kiosk."
    )


class ReceiptError(WireError):
    """A receipt that was altered, or that no device of the site's authority signed."""

    code = "W-RECEIPT-001"
    diagnosis = "Do not rely on it; ask the site for the receipt that it keeps."


class SignatureError(WireError):
    """A signed document whose signature does not hold."""

    code = "W-SIGNED-001"
    diagnosis = "Have it written and signed again; do not rely on what it says."
