"""What each page asks of the API: one GraphQL document a page."""

_PAGE = "pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"

HOME = """
query Home {
  programmes(first: 5, filter: {state: [OPEN, REVIEW, MATCHED]}) {
    nodes { slug name state applicationsCloseOn }
  }
  open: challenges(first: 1, filter: {isOpen: true}) { totalCount totalCountIsExact }
  challenges(first: 4) {
    totalCount totalCountIsExact nodes { slug title state programme { state } owner { name } }
  }
  teams(first: 1) { totalCount totalCountIsExact }
  catalogue(first: 1) { totalCount totalCountIsExact }
}
"""

CHALLENGES = (
    """
query Challenges($filter: ChallengeFilter, $first: Int, $after: Cursor, $last: Int, $before: Cursor) {
  programmes(first: 50) { nodes { slug name } }
  challenges(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
    totalCount totalCountIsExact
    nodes {
      slug title state wantedLicence owner { name } programme { name state applicationsCloseOn }
      needs(first: 5) { nodes { concept } }
    }
    """
    + _PAGE
    + """
  }
}
"""
)

CHALLENGE = """
query Challenge($slug: String!) {
  viewer { teams(first: 20) { nodes { team { slug name } } } }
  challenge(slug: $slug) {
    id slug state stateReason version title problem peopleAffected measures { name baseline target unit } domains
    languages hoursNeeded startsOn endsOn maxTeams dataClass lawfulBasis wantedLicence onSite outcome source isExample
    publishedAt applicationCount
    owner { id name slug }
    programme { slug name state applicationsCloseOn }
    needs(first: 50) { nodes { concept level required } }
    applications(first: 100) { nodes { state proposal team { id slug name } } }
    matches(first: 20) {
      nodes {
        id state team { id slug name }
        deliveries(first: 10) { nodes { software { slug name localisedName verdict } } }
      }
    }
  }
}
"""

CHALLENGE_ADVICE = """
query ChallengeAdvice($id: ID!) { challengeAdvice(id: $id) { message } }
"""

CHALLENGE_NAME = """
query ChallengeName($slug: String!) { challenge(slug: $slug) { id slug title } }
"""

_FIT_SIDES = """
fragment sides on Fit {
  passed score confidence
  gates { code passed reason { text } changes { text } }
  forChallenge { ...side }
  forTeam { ...side }
}
fragment side on FitSide {
  score
  criteria { criterion points weight evidence { text } missing { text } }
}
"""

CHALLENGE_FIT = (
    """
query ChallengeFit($id: ID!) {
  fitsForChallenge(challengeId: $id, first: 100) { ...sides team { slug name isExample } }
}
"""
    + _FIT_SIDES
)

TEAM_NAME = """
query TeamName($slug: String!) { team(slug: $slug) { id slug name } }
"""

TEAM_FIT = (
    """
query TeamFit($id: ID!) {
  fitsForTeam(teamId: $id, first: 100) { ...sides challenge { slug title isExample } }
}
"""
    + _FIT_SIDES
)

BID = """
query Bid($challenge: String!, $team: String!) {
  challenge(slug: $challenge) {
    id slug title state hoursNeeded programme { name state applicationsCloseOn }
  }
  team(slug: $team) {
    id slug name
    applications(first: 100) {
      nodes { id state proposal preference hoursOffered version submittedAt challenge { slug title } }
    }
  }
}
"""

BID_FIT = (
    """
query BidFit($challenge: ID!, $team: ID!) { fit(challengeId: $challenge, teamId: $team) { ...sides } }
"""
    + _FIT_SIDES
)

TEAMS = (
    """
query Teams($first: Int, $after: Cursor, $last: Int, $before: Cursor) {
  teams(first: $first, after: $after, last: $last, before: $before) {
    totalCount totalCountIsExact
    nodes { slug name about isExample domains languages skills(first: 12) { nodes { concept } } }
    """
    + _PAGE
    + """
  }
}
"""
)

TEAM = """
query Team($slug: String!) {
  team(slug: $slug) {
    id slug name about domains languages hoursPerWeek availableFrom availableUntil capacity dataClearance
    refusedLicences place remoteOk homepage source isExample
    skills(first: 50) { nodes { concept level evidence evidenceUrl evidencedOn } }
    matches(first: 20) { nodes { id state challenge { slug title } } }
    applications(first: 50) { nodes { state submittedAt challenge { slug title } } }
  }
}
"""

PROGRAMMES = (
    """
query Programmes($first: Int, $after: Cursor, $last: Int, $before: Cursor) {
  programmes(first: $first, after: $after, last: $last, before: $before) {
    totalCount totalCountIsExact
    nodes { slug name mode state applicationsCloseOn challengeCount isExample organisation { name } }
    """
    + _PAGE
    + """
  }
}
"""
)

PROGRAMME = """
query Programme($slug: String!) {
  programme(slug: $slug) {
    slug version name description mode state opensOn applicationsCloseOn decisionOn endsOn
    weights { criterion weight } rubric { name } source isExample challengeCount applicationCount matchCount
    organisation { name }
    challenges(first: 50) {
      pageInfo { hasNextPage }
      nodes { slug title state programme { state } applicationCount owner { name } }
    }
    matches(first: 50) { nodes { state challenge { slug title } team { slug name } } }
    assignments(first: 1) { nodes { state } }
  }
}
"""

PROGRAMME_NAME = """
query ProgrammeName($slug: String!) { programme(slug: $slug) { id slug name } }
"""

PROGRAMME_REPORT = """
query ProgrammeReport($slug: String!) {
  programme(slug: $slug) {
    id slug name state
    assignments(first: 20) { nodes { id state summary report createdAt adoptedAt } }
  }
}
"""

PROGRAMME_BIDS = """
query ProgrammeBids($slug: String!, $after: Cursor, $isReviewer: Boolean!) {
  programme(slug: $slug) {
    slug name state
    challenges(first: 20, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes {
        id slug title state
        applications(first: 100) {
          nodes {
            id state reviewCount isMineToScore team { id slug name }
            reviews(first: 1) @include(if: $isReviewer) { nodes { submittedAt } }
          }
        }
      }
    }
  }
}
"""

_SOFTWARE_CARD = """
      slug name localisedName shortDescription verdict healthBand licence licenceSuggestion softwareType usageCount
      publisher { name }
"""

#: What tells why an entry is missing or stale.
STANDING = """
      url nextStep declaredLicence evidence { kind expression } publiccodeValid expiresAt expiredAt observedAt
      repositories(first: 10) { nodes { state } }
"""

CATALOGUE = (
    """
query Catalogue($query: String!, $filter: SearchFilter, $after: Cursor) {
  search(query: $query, filter: $filter, first: 20, after: $after) {
    totalCount isCountMinimum hasNextPage endCursor understood isLoosened why { fields }
    facets { facet values { value count } }
    nodes {"""
    + _SOFTWARE_CARD
    + """    }
  }
  publishers(first: 100) { nodes { slug name } }
  programmes(first: 100) { nodes { slug name } }
}
"""
)

COUNTED = """
query Counted($query: String!, $filter: SearchFilter) {
  search(query: $query, filter: $filter, first: 1) { totalCount isLoosened }
}
"""

ALREADY_THERE = """
query AlreadyThere($id: ID!) {
  node(id: $id) { ... on Software { slug name localisedName shortDescription verdict healthBand } }
}
"""

FOUND_CHALLENGE = """
query FoundChallenge($id: ID!) {
  node(id: $id) { ... on Challenge { slug title state programme { state } owner { name } } }
}
"""

SOFTWARE = """
query Software($slug: String!) {
  viewer { grants(first: 50) { nodes { organisation { id name } } } }
  software(slug: $slug) {
    slug name url landingUrl localisedName shortDescription longDescription features { language features }
    categories scopes platforms technologies languages localisationReady softwareType developmentStatus
    softwareVersion releaseDate basedOn usedBy accessibility maintenanceType contractUntil mainCopyrightOwner
    repositoryOwner declaredLicence licence contentLicence licenceSuggestion verdict
    evidence { kind source statement expression observedAt } nextStep
    expiresAt expiredAt findings { severity key message line fix } healthBand observedAt source usageCount
    id publisher { slug name }
    snapshots(first: 50) {
      nodes {
        takenAt modelVersion score coverage band
        signals { id value points weight applies source explanations } caps { code limit }
      }
    }
    watcherCount watches(first: 1) { nodes { id } }
    alerts(first: 5) { nodes { kind key before after signals observedAt } }
    usages(first: 50) { nodes { id since purpose attestedAt isCurrent agency { id name } } }
    deliveries(first: 10) { nodes { match { challenge { slug title } } } }
  }
}
"""

SOFTWARE_ID = """
query SoftwareId($slug: String!) {
  software(slug: $slug) { id }
}
"""

WATCHING = """
query Watching {
  viewer {
    watches(first: 50) {
      nodes {
        software {
          slug name localisedName healthBand
          alerts(first: 5) { nodes { kind key before after signals observedAt } }
        }
      }
    }
  }
}
"""

PUBLISHERS = (
    """
query Publishers($first: Int, $after: Cursor, $last: Int, $before: Cursor) {
  publishers(first: $first, after: $after, last: $last, before: $before) {
    totalCount totalCountIsExact
    nodes { slug name kind country softwareCount }
    """
    + _PAGE
    + """
  }
}
"""
)

PUBLISHER = (
    """
query Publisher($slug: String!, $first: Int, $after: Cursor, $last: Int, $before: Cursor) {
  organisation(slug: $slug) {
    slug name kind country homepage
    software(first: $first, after: $after, last: $last, before: $before) {
      totalCount totalCountIsExact
      nodes {"""
    + _SOFTWARE_CARD
    + STANDING
    + """      }
      """
    + _PAGE
    + """
    }
    challenges(first: 20) { nodes { slug title } }
  }
}
"""
)

MY_ORGANISATIONS = """
query MyOrganisations {
  programmes(first: 50, filter: {state: [OPEN]}) { nodes { id slug name applicationsCloseOn } }
  viewer { grants(first: 50) { nodes { role organisation { id slug name } } } }
}
"""

MATCH = """
query Match($id: ID!) {
  node(id: $id) {
    ... on Match {
      id state
      challenge { slug title wantedLicence owner { id name } }
      team { id slug name }
      agreement {
        id ownership licence contentLicence dataTerms publicationTerms acceptedByOwnerAt acceptedByTeamAt version
      }
      milestones(first: 50) { nodes { id title dueOn reachedOn note version } }
      deliveries(first: 20) { nodes { repositoryUrl note deliveredAt software { slug name localisedName } } }
    }
  }
}
"""

ROUNDS_UNDER_REVIEW = """
query RoundsUnderReview { programmes(first: 50, filter: {state: [OPEN, REVIEW]}) { nodes { slug name } } }
"""

PROGRAMME_REVIEWS = """
query ProgrammeReviews($slug: String!, $after: Cursor) {
  programme(slug: $slug) {
    id slug name state
    challenges(first: 3, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes {
        title slug
        applications(first: 50) {
          nodes {
            id state reviewMean reviewLowest reviewHighest team { slug name }
            reviewTasks(first: 10) { nodes { reviewer { id name } } }
            reviews(first: 10) { nodes { mean comment reviewer { id name } } }
          }
        }
      }
    }
  }
}
"""

APPLICATION = """
query Application($id: ID!) {
  node(id: $id) {
    ... on Application {
      id state proposal hoursOffered
      challenge { slug title programme { name state rubric { id name weight } } }
      team { slug name }
      reviews(first: 1) { nodes { comment scores { criterion points } } }
    }
  }
}
"""

WAITING = """
query Waiting($isOfficer: Boolean!) {
  submitted: challenges(first: 50, filter: {state: [SUBMITTED]}) @include(if: $isOfficer) {
    nodes { slug title owner { name } programme { name } }
  }
  rounds: programmes(first: 50, filter: {state: [DRAFT, OPEN, REVIEW, MATCHED]}) {
    nodes { slug name state applicationsCloseOn source assignments(first: 1) { nodes { state } } }
  }
  viewer {
    grants(first: 20) {
      nodes {
        role
        organisation {
          slug name
          challenges(first: 20) {
            nodes {
              slug title state stateReason programme { state }
              matches(first: 5) { nodes { id state team { name } } }
            }
          }
        }
      }
    }
    teams(first: 20) {
      nodes {
        team {
          slug name
          applications(first: 30) { nodes { state challenge { slug title } } }
          matches(first: 20) { nodes { id state challenge { slug title } } }
        }
      }
    }
  }
}
"""

VALIDATE = """
query Validate($text: String, $url: String) {
  validatePubliccode(text: $text, url: $url) {
    text version ok corrected
    results { severity key message line fix }
    fixed { key }
    userErrors { field message }
  }
}
"""
