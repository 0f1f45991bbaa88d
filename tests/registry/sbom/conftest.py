from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def small() -> dict[str, Any]:
    """A valid SPDX 2.3 document with one package, one file, and a licence text of its own."""
    return {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": "lights",
        "documentNamespace": "https://example.org/spdx/lights-1",
        "creationInfo": {"created": "2026-03-01T08:00:00Z", "creators": ["Tool: example-1.0"]},
        "hasExtractedLicensingInfos": [{"licenseId": "LicenseRef-Own", "extractedText": "Do as you like."}],
        "packages": [
            {
                "SPDXID": "SPDXRef-Lights",
                "name": "lights",
                "versionInfo": "1.2",
                "downloadLocation": "git+https://example.org/lights.git",
                "filesAnalyzed": True,
                "supplier": "Organization: City of Example (code@example.org)",
                "licenseDeclared": "MIT AND LicenseRef-Own",
                "licenseConcluded": "NOASSERTION",
                "copyrightText": "NOASSERTION",
                "checksums": [{"algorithm": "SHA256", "checksumValue": "a" * 64}],
                "externalRefs": [
                    {
                        "referenceCategory": "PACKAGE-MANAGER",
                        "referenceType": "purl",
                        "referenceLocator": "pkg:npm/%40city/lights@1.2",
                    }
                ],
            }
        ],
        "files": [
            {
                "SPDXID": "SPDXRef-File",
                "fileName": "./main.py",
                "checksums": [{"algorithm": "SHA1", "checksumValue": "b" * 40}],
                "licenseConcluded": "MIT",
                "licenseInfoInFiles": ["MIT"],
                "copyrightText": "NOASSERTION",
            }
        ],
        "relationships": [
            {
                "spdxElementId": "SPDXRef-DOCUMENT",
                "relationshipType": "DESCRIBES",
                "relatedSpdxElement": "SPDXRef-Lights",
            },
            {
                "spdxElementId": "SPDXRef-Lights",
                "relationshipType": "CONTAINS",
                "relatedSpdxElement": "SPDXRef-File",
            },
        ],
    }
