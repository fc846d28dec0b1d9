#!/usr/bin/env bash
# One customer over the socket, with curl: added, found, seen by two roles, changed.
set -euo pipefail
socket=${COFFER_SOCKET:-/run/coffer/coffer.sock}

# coffer ROLE PURPOSE METHOD PATH [curl's arguments]: bodies come from standard input, never from arguments, which
# everybody on the host can read.
coffer() {
    curl --silent --show-error --fail-with-body --unix-socket "$socket" \
        -H "Coffer-Role: $1" -H "Coffer-Purpose: $2" -X "$3" "http://coffer$4" "${@:5}"
}

# member NAME: a member of a one-line JSON answer; use a JSON tool of your own for more than this.
member() { sed -E "s/.*\"$1\":\[?\"([^\"]*)\".*/\1/"; }

curl --silent --fail --unix-socket "$socket" http://coffer/v1/whoami >/dev/null || {
    echo "the vault does not know you, or does not answer" >&2
    exit 1
}

address="grace.$RANDOM$RANDOM@post.example"
subject=$(coffer support_technician support POST /v1/subjects --json @- <<END | member subject
{"language": "en", "source": "order", "records": [
  {"class": "identity", "fields": {"given_name": "Grace", "family_name": "Example", "subject_kind": "person"}},
  {"class": "contact", "fields": {"email": "$address"}}]}
END
)
echo "added $subject"

found=$(printf '{"field": "contact.email", "equals": "%s"}' "$address" |
    coffer billing_clerk billing POST /v1/find --json @- | member subjects)
[ "$found" = "$subject" ] && echo "found by e-mail"

echo "the billing clerk sees:"
coffer billing_clerk billing GET "/v1/subjects/$subject?fields=identity.given_name,contact.email"
echo
echo "support sees:"
contact=$(coffer support_technician support GET "/v1/subjects/$subject?fields=contact.email")
echo "$contact"

# Writing names the revision that was seen, so that nobody overwrites what a colleague wrote in between.
record=$(member record <<<"$contact")
for attempt in first second; do
    # Not --fail here: a refusal is an answer, with its code.
    echo '{"fields": {"email": "grace.new@post.example"}}' |
        curl --silent --unix-socket "$socket" -X PATCH "http://coffer/v1/records/$record" --json @- \
            -H 'Coffer-Role: support_technician' -H 'Coffer-Purpose: support' -H 'If-Match: "1"' |
        sed "s/^/$attempt change: /"
    echo
done
