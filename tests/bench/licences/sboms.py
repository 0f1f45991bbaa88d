"""An invented bill of materials of any size, with everything that a package of a real one has."""

from typing import Any

LICENCES = (
    "MIT",
    "Apache-2.0",
    "ISC OR 0BSD",
    "GPL-2.0-or-later WITH Classpath-exception-2.0",
    "LicenseRef-Own",
)


def document(packages: int) -> dict[str, Any]:
    """A valid SPDX 2.3 document as JSON; the first package needs all others."""
    return {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": "large",
        "documentNamespace": "https://example.org/spdx/large",
        "creationInfo": {"created": "2026-11-21T08:00:00Z", "creators": ["Tool: commonfield-bench"]},
        "hasExtractedLicensingInfos": [{"licenseId": "LicenseRef-Own", "extractedText": "Do as you like."}],
        "packages": [_package(number) for number in range(packages)],
        "relationships": [
            {
                "spdxElementId": "SPDXRef-Package-0" if number else "SPDXRef-DOCUMENT",
                "relationshipType": "DEPENDS_ON" if number else "DESCRIBES",
                "relatedSpdxElement": f"SPDXRef-Package-{number}",
            }
            for number in range(packages)
        ],
    }


def _package(number: int) -> dict[str, Any]:
    return {
        "SPDXID": f"SPDXRef-Package-{number}",
        "name": f"part-{number}",
        "versionInfo": f"1.{number}",
        "downloadLocation": f"https://example.org/part-{number}.tgz",
        "filesAnalyzed": False,
        "licenseConcluded": "NOASSERTION",
        "licenseDeclared": LICENCES[number % len(LICENCES)],
        "copyrightText": "NOASSERTION",
        "supplier": "Organization: Example (code@example.org)",
        "checksums": [{"algorithm": "SHA256", "checksumValue": f"{number:064x}"}],
        "externalRefs": [
            {
                "referenceCategory": "PACKAGE-MANAGER",
                "referenceType": "purl",
                "referenceLocator": f"pkg:npm/part-{number}@1.{number}",
            }
        ],
    }
