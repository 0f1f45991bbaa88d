"""How much one operation may ask for before anything is executed."""

from graphql.validation import ASTValidationRule
from strawberry.extensions import AddValidationRules, MaxTokensLimiter, ParserCache, ValidationCache
from strawberry.extensions.max_aliases import create_validator as aliases_rule
from strawberry.extensions.query_depth_limiter import create_validator as depth_rule

MAX_DEPTH = (
    14  # software, its deliveries, their match, its challenge and that one's needs, each with its page: 13
)
MAX_ALIASES = 30  # a dashboard asks for a dozen figures in one go; a hostile document for thousands
MAX_TOKENS = 2_000  # the largest document of our own pages has 600
CACHED_DOCUMENTS = 500


# Made once: a rule that is a new class for every request would never be found in the validation cache.
RULES: list[type[ASTValidationRule]] = [
    depth_rule(MAX_DEPTH, None),
    aliases_rule(MAX_ALIASES),
]

EXTENSIONS = [
    lambda: MaxTokensLimiter(MAX_TOKENS),
    lambda: ParserCache(CACHED_DOCUMENTS),
    lambda: AddValidationRules(RULES),
    lambda: ValidationCache(CACHED_DOCUMENTS),
]
