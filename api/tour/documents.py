"""The operations of the tour, as any program could send them."""

_ERRORS = "userErrors { code field message }"

VIEWER = "{ viewer { name roles grants { nodes { role organisation { id } } } } }"

# People and organisations
SIGN_IN_AS_EXAMPLE = f"mutation ($email: String!) {{ signInAsExample(email: $email) {{ token {_ERRORS} }} }}"
ACCEPT_INVITATION = f"""
mutation ($token: String!, $name: String!, $language: LanguageTag!) {{
  acceptInvitation(token: $token, name: $name, language: $language) {{ token {_ERRORS} }}
}}"""
INVITE = f"""
mutation ($email: String!, $role: Role, $organisation: ID) {{
  invite(email: $email, role: $role, organisationId: $organisation) {{ token {_ERRORS} }}
}}"""
REGISTER_ORGANISATION = f"""
mutation ($input: OrganisationInput!) {{
  registerOrganisation(input: $input) {{ organisation {{ id slug name }} {_ERRORS} }}
}}"""

# Programme
_PROGRAMME = "programme { id slug name state version weights { criterion weight } rubric { id } }"
CREATE_PROGRAMME = f"""
mutation ($organisation: ID!, $input: ProgrammeInput!) {{
  createProgramme(organisationId: $organisation, input: $input) {{ {_PROGRAMME} {_ERRORS} }}
}}"""
EDIT_PROGRAMME = f"""
mutation ($id: ID!, $version: Int!, $input: ProgrammeInput!) {{
  editProgramme(id: $id, expectedVersion: $version, input: $input) {{ {_PROGRAMME} {_ERRORS} }}
}}"""
OPEN_PROGRAMME = f"mutation ($id: ID!) {{ openProgramme(id: $id) {{ {_PROGRAMME} {_ERRORS} }} }}"
START_REVIEW = f"mutation ($id: ID!) {{ startReview(id: $id) {{ {_PROGRAMME} {_ERRORS} }} }}"
CLOSE_PROGRAMME = f"mutation ($id: ID!) {{ closeProgramme(id: $id) {{ {_PROGRAMME} {_ERRORS} }} }}"
PROGRAMME = """
query ($slug: String!) {
  programme(slug: $slug) {
    id state version challengeCount applicationCount matchCount
    weights { criterion weight }
    challenges { nodes { id slug title state applicationCount } }
    matches { nodes { id state challenge { id } team { id } } }
    assignments { nodes { id state } }
  }
}"""

# Challenges
_CHALLENGE = "challenge { id slug state version title wantedLicence }"
DRAFT_CHALLENGE = f"""
mutation ($programme: ID!, $owner: ID!, $input: ChallengeInput!) {{
  draftChallenge(programmeId: $programme, ownerId: $owner, input: $input) {{ {_CHALLENGE} {_ERRORS} }}
}}"""
EDIT_CHALLENGE = f"""
mutation ($id: ID!, $version: Int!, $input: ChallengeInput!) {{
  editChallenge(id: $id, expectedVersion: $version, input: $input) {{ {_CHALLENGE} {_ERRORS} }}
}}"""
SUBMIT_CHALLENGE = f"mutation ($id: ID!) {{ submitChallenge(id: $id) {{ {_CHALLENGE} {_ERRORS} }} }}"
APPROVE_CHALLENGE = f"""
mutation ($id: ID!, $reason: String!) {{
  approveChallenge(id: $id, reason: $reason) {{ {_CHALLENGE} {_ERRORS} }}
}}"""
CHALLENGE = """
query ($slug: String!) {
  challenge(slug: $slug) {
    id slug state version title applicationCount releaseReason owner { name } needs { totalCount }
  }
}"""

# Teams and fit
REGISTER_TEAM = f"""
mutation ($input: TeamInput!) {{
  registerTeam(input: $input) {{ team {{ id slug name skills {{ totalCount }} }} {_ERRORS} }}
}}"""
_SIDE = "{ score criteria { criterion points weight evidence { code text } missing { code text } } }"
_FIT = f"""{{
  passed score confidence
  gates {{ code passed reason {{ code text }} changes {{ code text }} }}
  forChallenge {_SIDE} forTeam {_SIDE}
  challenge {{ id title }} team {{ id name }}
}}"""
FITS_FOR_CHALLENGE = f"query ($id: ID!) {{ fitsForChallenge(challengeId: $id, first: 100) {_FIT} }}"
FITS_FOR_TEAM = f"query ($id: ID!) {{ fitsForTeam(teamId: $id, first: 100) {_FIT} }}"

# Applications and reviews
_APPLICATION = "application { id state preference version challenge { id } team { id } }"
APPLY = f"""
mutation ($challenge: ID!, $team: ID!, $input: ApplicationInput!) {{
  apply(challengeId: $challenge, teamId: $team, input: $input) {{ {_APPLICATION} {_ERRORS} }}
}}"""
EDIT_APPLICATION = f"""
mutation ($id: ID!, $version: Int!, $input: ApplicationInput!) {{
  editApplication(id: $id, expectedVersion: $version, input: $input) {{ {_APPLICATION} {_ERRORS} }}
}}"""
APPLICATIONS = """
query ($slug: String!) {
  programme(slug: $slug) {
    challenges { nodes { id applications { totalCount nodes { id state version team { id } } } } }
  }
}"""
REVIEW_APPLICATION = f"""
mutation ($id: ID!, $scores: [ReviewScoreInput!]!, $comment: String!) {{
  reviewApplication(id: $id, scores: $scores, comment: $comment) {{
    review {{ id scores {{ criterion points }} comment }} {_ERRORS}
  }}
}}"""

# Cohort assignment
_ASSIGNMENT = "assignment { id state objective summary solution report solverVersion }"
PROPOSE_ASSIGNMENT = f"""
mutation ($programme: ID!) {{
  proposeAssignment(programmeId: $programme, objective: STABLE) {{ {_ASSIGNMENT} {_ERRORS} }}
}}"""
ADOPT_ASSIGNMENT = f"mutation ($id: ID!) {{ adoptAssignment(id: $id) {{ {_ASSIGNMENT} {_ERRORS} }} }}"

# Agreement, milestones, delivery
_AGREEMENT = """agreement {
  id licence ownership version acceptedByOwnerAt acceptedByTeamAt match { state }
}"""
PROPOSE_AGREEMENT = f"""
mutation ($match: ID!, $input: AgreementInput!) {{
  proposeAgreement(matchId: $match, input: $input) {{ {_AGREEMENT} {_ERRORS} }}
}}"""
ACCEPT_AGREEMENT = f"""
mutation ($id: ID!, $version: Int!) {{
  acceptAgreement(id: $id, expectedVersion: $version) {{ {_AGREEMENT} {_ERRORS} }}
}}"""
_MILESTONE = "milestone { id title dueOn reachedOn note version }"
ADD_MILESTONE = f"""
mutation ($match: ID!, $input: MilestoneInput!) {{
  addMilestone(matchId: $match, input: $input) {{ {_MILESTONE} {_ERRORS} }}
}}"""
REACH_MILESTONE = f"""
mutation ($id: ID!, $version: Int!, $on: Date, $note: String) {{
  reachMilestone(id: $id, expectedVersion: $version, reachedOn: $on, note: $note) {{ {_MILESTONE} {_ERRORS} }}
}}"""
DELIVER = f"""
mutation ($match: ID!, $repository: String!, $note: LocalizedText) {{
  deliver(matchId: $match, repositoryUrl: $repository, note: $note) {{
    delivery {{
      id repositoryUrl match {{ state challenge {{ state }} }} software {{ id slug name healthBand healthScore }}
    }}
    {_ERRORS}
  }}
}}"""
MATCH = """
query ($id: ID!) {
  node(id: $id) {
    ... on Match {
      id state
      agreement { licence }
      milestones { nodes { title reachedOn } }
    }
  }
}"""

# Catalogue
_SOFTWARE = """{
  id slug name url localisedName declaredLicence licence verdict nextStep
  evidence { kind source statement expression }
  publiccodeVersion publiccodeValid findings { code key }
  healthScore healthBand healthCoverage observedAt usageCount
  publisher { id name }
  repositories { nodes { url state stateReason } }
  snapshots(first: 1) { nodes { score band coverage modelVersion signals { id value points source } caps { code } } }
}"""
SOFTWARE = f"query ($slug: String!) {{ software(slug: $slug) {_SOFTWARE} }}"
IMPORT_SOFTWARE = f"""
mutation ($publiccode: String!, $source: String!) {{
  importSoftware(publiccode: $publiccode, source: $source) {{ software {_SOFTWARE} {_ERRORS} }}
}}"""
SEARCH = """
query ($query: String!) {
  search(query: $query, first: 20) { totalCount engine isLoosened nodes { slug name } }
}"""
ATTEST_USAGE = f"""
mutation ($software: ID!, $agency: ID!, $since: Date!, $purpose: LocalizedText) {{
  attestUsage(softwareId: $software, agencyId: $agency, since: $since, purpose: $purpose) {{
    usage {{ id since isCurrent expiresAt agency {{ id name }} }} {_ERRORS}
  }}
}}"""
PUBLIC_PAGE = """
query ($slug: String!) {
  software(slug: $slug) {
    name localisedName licence verdict healthScore healthBand
    publisher { name }
    usages { totalCount nodes { since isCurrent purpose agency { id name } } }
    deliveries {
      nodes {
        deliveredAt
        match {
          id state
          team { id name }
          challenge { id title state programme { name } owner { name } }
          agreement { licence ownership }
          milestones { nodes { title reachedOn } }
        }
      }
    }
  }
}"""
