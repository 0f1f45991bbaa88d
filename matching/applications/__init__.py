"""Teams' bids for challenges, and how reviewers scored them."""
