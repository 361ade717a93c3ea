/**
 * Refusals as they are worded by OpenAI, and by gateways, firewalls and proxies, each with the reason that decides what
 * helps. Taken from OpenAI's guide to error codes, from public issues and questions, and from the documents of the
 * products; a part is made up, to hold other wordings of the same and words that only look alike.
 */

/** reason, status, code/type (parameter) | message: in OpenAI's form. */
const OF_OPENAI = `
billing 429 insufficient_quota/insufficient_quota | You exceeded your current quota, please check your plan and billing details. For more information on this error, read the docs: https://platform.openai.com/docs/guides/error-codes/api-errors.
billing 400 billing_hard_limit_reached | Billing hard limit has been reached
billing 429 billing_not_active/billing_not_active | Your account is not active, please check your billing details on our website.
billing 429 credit_balance_exhausted/insufficient_quota | Your credit balance is exhausted.
billing 403 - | You have run out of credits. Add more credits to continue.
billing 429 organization_usage_limit_exceeded/insufficient_quota | You have reached your monthly usage limit.
billing 403 - | A valid payment method is required to use this feature.
billing 400 - | Your last invoice is unpaid. Please update your payment details.
billing 403 card_declined | Payment failed: your card was declined.
billing 429 - | Your prepaid balance is too low to serve this request.
billing 402 invalid_request_error/unknown_error | Insufficient Balance
billing 400 - | Your credit balance is too low to access the API. Please go to Plans & Billing to upgrade or purchase credits.
billing 429 trial_expired | Your free trial has expired. Please add credits.
billing 403 project_budget_exceeded | The project has exceeded its monthly budget of $500.
rate 429 rate_limit_exceeded/tokens | Rate limit reached for gpt-4o in organization org-x on tokens per min (TPM): Limit 30000, Used 14567, Requested 24754. Please try again in 18.642s. Visit https://platform.openai.com/account/rate-limits to learn more.
rate 429 /requests | Rate limit reached for default-gpt-3.5-turbo in organization org-x on requests per min. Limit: 3 / min. Please try again in 20s. Contact us through our help center at help.openai.com if you continue to have issues. Please add a payment method to your account to increase your rate limit. Visit https://platform.openai.com/account/billing to add a payment method.
rate 429 /server_error | That model is currently overloaded with other requests. You can retry your request.
rate 429 /server_error | The engine is currently overloaded, please try again later
rate 429 slow_down/rate_limit_error | Too many requests
rate 429 429 | Requests to the ChatCompletions_Create Operation under Azure OpenAI API version 2024-02-01 have exceeded token rate limit of your current OpenAI S0 pricing tier. Please retry after 26 seconds. Please contact Azure support service if you would like to further increase the default rate limit.
rate 403 rate_limit_exceeded | You are sending requests too quickly. Pace your requests.
rate 429 - | Quota exceeded for quota metric requests and limit requests per minute of service.
address_not_allowed 401 ip_not_authorized | Your request IP does not match the configured IP allowlist for your project or organization.
address_not_allowed 401 - | IP not authorized
address_not_allowed 403 - | Requests from 203.0.113.9 are blocked by the IP restrictions of this organization.
address_not_allowed 403 access_denied | Access from your IP address is not permitted.
country 403 unsupported_country_region_territory/request_forbidden | Country, region, or territory not supported
country 403 - | OpenAI's services are not available in your country.
country 403 geo_blocked | Access is restricted in your region.
residency 401 incorrect_hostname | Attempted to access resource with incorrect regional hostname. Please make your request to us.api.openai.com
residency 403 - | This project has data residency enabled: requests must be sent to eu.api.openai.com.
other_organization 401 mismatched_organization | OpenAI-Organization header should match organization for API key
other_organization 401 invalid_organization | No such organization: Personal.
other_organization 401 - | The organization header does not match the organization of this key.
other_project 401 mismatched_project | OpenAI-Project header should match project for API key
other_project 403 - | This API key belongs to a different project.
other_project 401 project_mismatch | The API key is not valid for project proj_abc.
not_member 401 no_organization | You must be a member of an organization to use the API. Please contact us through our help center at help.openai.com.
not_member 403 - | You do not have access to the organization tied to the API key.
not_member 403 - | You are not a member of this organization.
project_closed 401 not_authorized_invalid_project | The project you are requesting has been archived and is no longer accessible
project_closed 403 project_deactivated | This project has been deactivated.
project_archived 400 - | Project is archived and cannot be modified.
account_closed 401 account_deactivated | The OpenAI account associated with this API key has been deactivated. Please check your email for more information.
account_closed 403 /access_terminated | Your access was terminated due to violation of our policies, please check your email for more information.
account_closed 403 - | This organization has been disabled.
unverified 403 - | Your organization must be verified to use the model \`gpt-image-1\`. Please go to: https://platform.openai.com/settings/organization/general and click on Verify Organization.
unverified 400 unsupported_value (reasoning.summary) | Your organization must be verified to generate reasoning summaries. Please go to: https://platform.openai.com/settings/organization/general and click on Verify Organization. If you just verified, it can take up to 15 minutes for access to propagate.
unverified 403 identity_verification_required | Identity verification is required before this can be used.
unverified 403 email_unverified | Please verify your email address before continuing.
plan 403 - | This feature requires usage tier 4. Your organization is on tier 2.
plan 403 - | SCIM provisioning is only available to Enterprise customers. Contact sales.
plan 403 plan_not_supported | External keys are not available on your current plan.
plan 403 feature_not_enabled | This feature is not enabled for your organization. Please contact your account team.
plan 403 - | Your subscription does not include audit logs.
scope 403 missing_scopes | You have insufficient permissions for this operation. Missing scopes: api.management.read. Check that you have the correct role in your organization (Reader, Writer, Owner) and project (Member, Owner), and if you're using a restricted API key, that it has the necessary scopes.
scope 401 insufficient_scope | This request requires the 'api.audit_logs.read' scope.
scope 403 - | Your API key lacks the permission api.usage.read.
rights 403 - | You have insufficient permissions for this operation.
rights 403 insufficient_permissions | Only organization owners may do this.
rights 403 permission_denied | You do not have permission to perform this action.
rights 403 - | This endpoint requires an admin API key.
forbidden 403 model_not_found | Project \`proj_x\` does not have access to model \`gpt-3.5-turbo\`
forbidden 403 /permission_error | We are unable to serve your request
forbidden 403 - | Forbidden
forbidden 403 action_blocked | This action was blocked by a safety review.
key 401 invalid_api_key | Incorrect API key provided: sk-abc***. You can find your API key at https://platform.openai.com/account/api-keys.
key 401 - | You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth.
key 401 api_key_expired | Your API key has expired.
key 403 - | This API key has been revoked by an administrator.
key 401 token_invalidated | Your authentication token has been invalidated. Please try signing in again.
key 401 401 | Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource.
unauthenticated 401 - | Something went wrong with authentication.
arguments 400 invalid_type (name) | Invalid type for 'name': expected a string, but got an integer instead.
arguments 400 - (threshold_amount) | The threshold exceeds the spend limit of the organization.
arguments 400 - | Spend limit must be greater than zero.
arguments 400 - | Rate limit cannot exceed the limit of the organization.
arguments 400 - | You cannot remove the last owner of the organization.
arguments 422 - | Role "billing credits exhausted" is unknown.
arguments 400 default_project | The default project cannot be modified.
so_already 409 - | The user is already a member of this project.
so_already 400 invite_exists | An invite for this email already exists.
conflict 409 - | The certificate is being activated.
locked 423 - | The vector store is locked by another operation.
unknown_id 404 - | No project found with id 'proj_x'.
no_such_address 404 unknown_url | Invalid URL (GET /organization/projects)
too_much 413 - | Maximum content size limit (26214400) exceeded (26214500 bytes read)
refused 418 - | No tea.
legal 451 - | Unavailable
filter 403 403 | Access denied due to Virtual Network/Firewall rules.
filter 403 policy_violation | Request blocked by gateway policy: destination not in allowed list.
filter 403 - | Firewall rules of your company forbid this destination.
filter 403 blocked_by_proxy | Blocked by Zscaler.
arguments 400 - | The number of budgets must not exceed 10.
arguments 400 - | Requests per minute must be between 1 and 500.
arguments 400 - | The region eu-west is not supported.
arguments 400 - | Unsupported country code: XX
arguments 400 - | IP address 10.0.0.300 is not allowed in a CIDR list.
arguments 400 - | You cannot remove your own IP from the IP allowlist.
forbidden 403 - | You are not allowed to invite users outside of your verified domain.
arguments 400 - | Email domain is not verified.
arguments 400 - | Your project has reached the maximum number of API keys.
forbidden 403 - | File storage quota exceeded.
forbidden 403 - | Access to project settings is disabled for members.
forbidden 403 - | User access to audit logs is disabled.
forbidden 403 - | Organization audit logging is disabled.
forbidden 403 - | Access to this model has been disabled.
billing 429 - | Your account is not active. Please check your billing details.
forbidden 403 - | You cannot remove members of other teams.
forbidden 403 - | You cannot change the role of members.
rights 403 - | This feature can only be used by organization owners.
forbidden 403 - | API key creation is blocked by the security policy of your organization.
forbidden 403 - | Projects in this region are restricted to members.
plan 403 - | Data residency is not enabled for your project.
forbidden 403 - | Owners cannot be removed with this API.
forbidden 403 - | You cannot delete the key that is in use.
rights 403 - | Service accounts can't do this; use an admin key.
project_closed 403 - | Archived projects are read-only.
arguments 400 - | Cannot add over 20 budgets.
arguments 400 content_filter | The response was filtered due to the prompt triggering the content management policy.
billing 400 - | Cannot delete project: it has outstanding invoices.
forbidden 403 moderation_blocked | Your request was rejected as a result of our safety system.
key 401 - | Missing bearer or basic authentication in header
rights 401 - | You have insufficient permissions for this operation.
billing 403 - | Your team has no remaining credits.
billing 429 - | Monthly spend cap hit for this project.
billing 403 - | This workspace owes money; pay your bill.
billing 429 monthly_limit_reached | No.
billing 403 billing_setup_required | No.
billing 403 account_delinquent | No.
billing 429 - | You have used all of your included usage for this month.
country 403 unsupported_region | No.
country 403 location_blocked | No.
address_not_allowed 403 forbidden_ip | No.
project_closed 403 project_not_active | No.
plan 403 plan_limit_reached | No.
plan 403 tier_too_low | No.
plan 403 feature_not_available | No.
not_member 403 user_not_in_organization | No.
not_member 403 membership_required | No.
rights 403 owner_required | No.
rights 403 admin_only | No.
key 401 token_expired | No.
forbidden 403 - | Your organization does not have access to this API.
forbidden 403 - | You are not authorized to perform this action.
unauthenticated 401 - | Your session has expired.
unauthenticated 401 - | Your request to GET /dashboard/billing/no_credits_left must be made with a session key (that is, it can only be made from the browser).
forbidden 403 permission_denied/permission_denied | You do not have access to model: gpt-4o
forbidden 403 /forbidden_error | This account only allows official clients
arguments 400 - | Output blocked by content filtering policy
plan 403 - | This endpoint is available to Tier 5 organizations only.
plan 403 - | Custom roles require an Enterprise agreement.
plan 403 - | This API is in limited preview. Request access.
plan 403 - | Feature disabled.
plan 404 - | This feature is not available on your plan.
plan 400 - | Fine-tuning is not available on your plan.
unknown_id 404 api_key_deleted | No API key found with this ID.
unknown_id 410 api_key_revoked | Gone.
unknown_id 404 - | Plan with this ID not found: only members can read it.
billing 403 - | Billing is not set up for this organization.
billing 429 - | Insufficient credits. Try again in 20s
billing 409 - | The project has exceeded its spend limit.
conflict 409 - | Another update of the spend limit is in progress.
forbidden 403 - | Network access from your current location is blocked by policy of your organization.
address_not_allowed 403 - | Your IP range is not permitted by this project.
forbidden 403 certificate_required | mTLS certificate required.
forbidden 403 - | The service account is disabled.
arguments 400 - | Token limit exceeded: reduce the metadata.
arguments 400 - | The certificate has expired.
refused 424 - | Dependency failed
forbidden 403 - | Requests originating from this network are not permitted.
address_not_allowed 403 - | Your IP has been temporarily blocked.
country 403 - | OpenAI API access is not offered in your jurisdiction.
country 403 - | We do not provide service to your location.
other_project 403 - | This key was issued for another project.
other_organization 401 - | The provided key does not belong to organization org-1.
project_closed 403 - | The project has been permanently archived.
account_closed 403 - | Your organization has been suspended. Contact support.
unverified 403 verification_needed | Complete business verification to continue.
plan 403 - | Usage tier too low for this endpoint.
plan 403 - | Upgrade to a paid plan to use this.
plan 403 - | Your plan limits you to 5 projects.
key 401 - | API key is malformed.
key 401 - | Key not recognised.
unauthenticated 401 - | Unauthorized
scope 403 - | Scope org.read is required.
rights 403 - | Role Owner is required for this.
rights 403 - | You lack the necessary privileges.
rate 429 - | Concurrency limit hit.
rate 403 - | Throttled. Come back later.
`;

/** reason, status, product, type | body: whatever else answers. */
const OF_OTHERS = `
country 400 Google application/json | {"error":{"code":400,"message":"User location is not supported for the API use.","status":"FAILED_PRECONDITION"}}
forbidden 403 nobody application/json | 
unauthenticated 401 nobody application/json | 
locked 423 nobody application/json | 
refused 418 nobody application/json | 
refused 400 nobody application/json | 
too_much 413 nginx text/html | <html><head><title>413 Request Entity Too Large</title></head><body><center><h1>413 Request Entity Too Large</h1></center><hr><center>nginx</center></body></html>
not_the_api 403 AWS-ALB text/html | <html><head><title>403 Forbidden</title></head><body><center><h1>403 Forbidden</h1></center></body></html>
not_the_api 403 Akamai text/html | <HTML><HEAD><TITLE>Access Denied</TITLE></HEAD><BODY><H1>Access Denied</H1>You don't have permission to access "http://api.openai.com/v1" on this server.<P>Reference #18.1</BODY></HTML>
not_the_api 403 HAProxy text/html | <html><body><h1>403 Forbidden</h1>Request forbidden by administrative rules.</body></html>
not_the_api 403 Zscaler text/plain | Access denied by Zscaler policy. Contact your IT department.
not_the_api 403 Netskope text/plain | Blocked by administrator: Generative AI category.
not_the_api 403 Envoy text/plain | RBAC: access denied
not_the_api 401 Envoy text/plain | Jwt is missing
not_the_api 401 Kong application/json | {"message":"No API key found in request"}
rate 429 Kong application/json | {"message":"API rate limit exceeded"}
no_such_address 404 Kong application/json | {"message":"no Route matched with those values"}
not_the_api 403 AWS-gateway application/json | {"message":"Missing Authentication Token"}
not_the_api 403 AWS-gateway application/json | {"Message":"User is not authorized to access this resource with an explicit deny"}
too_much 413 AWS-gateway application/json | {"message":"Request Too Long"}
not_the_api 401 Azure-APIM application/json | {"statusCode":401,"message":"Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API."}
rate 429 Azure-APIM application/json | {"statusCode":429,"message":"Rate limit is exceeded. Try again in 58 seconds."}
not_the_api 403 Azure-APIM application/json | {"statusCode":403,"message":"Out of call volume quota. Quota will be replenished in 2.12:30:00."}
billing 429 gateway text/plain | You exceeded your current quota, please check your plan and billing details.
not_the_api 401 Apigee application/json | {"fault":{"faultstring":"Invalid ApiKey","detail":{"errorcode":"oauth.v2.InvalidApiKey"}}}
rate 429 Apigee application/json | {"fault":{"faultstring":"Rate limit quota violation. Quota limit  exceeded. Identifier : _default","detail":{"errorcode":"policies.ratelimit.QuotaViolation"}}}
no_such_address 404 Apigee application/json | {"fault":{"faultstring":"Unable to identify proxy for host: default and url: /v1","detail":{"errorcode":"messaging.adaptors.http.flow.ApplicationNotFound"}}}
not_the_api 400 Jira application/json | {"errorMessages":["The value is not valid."],"errors":{}}
not_the_api 403 Cloudflare application/json | {"type":"https://developers.cloudflare.com/1020","title":"Error 1020: Access denied","status":403,"detail":"A firewall rule of the site blocked this request.","cloudflare_error":true}
rate 429 Cloudflare application/json | {"title":"Error 1015: You are being rate limited","status":429,"detail":"Too many requests.","retry_after":30}
rate 429 Cloudflare text/plain | error code: 1015
not_the_api 403 Spring application/json | {"timestamp":"2026-11-29T10:00:00Z","status":403,"error":"Forbidden","path":"/v1/organization/projects"}
not_the_api 422 FastAPI application/json | {"detail":[{"loc":["body","name"],"msg":"field required","type":"value_error.missing"}]}
no_such_address 404 FastAPI application/json | {"detail":"Not Found"}
not_the_api 401 oauth2-proxy application/json | {"error":"invalid_token","error_description":"The access token expired"}
proxy_login 407 Squid text/html | <html><title>ERROR: Cache Access Denied</title></html>
not_the_api 403 GitHub application/json | {"message":"Resource not accessible by integration","documentation_url":"https://docs.github.com"}
not_the_api 403 grpc-gateway application/json | {"code":7,"message":"permission denied","details":[]}
not_the_api 403 Kubernetes application/json | {"kind":"Status","apiVersion":"v1","status":"Failure","message":"forbidden: User \\"system:anonymous\\" cannot get path \\"/v1\\"","reason":"Forbidden","code":403}
not_the_api 403 Fortinet text/plain | Web Page Blocked! You have tried to access a web page that is in violation of your Internet usage policy.
not_the_api 403 AWS-WAF text/plain | Forbidden
no_such_address 404 Traefik text/plain | 404 page not found
rate 429 Traefik text/plain | Too Many Requests
forbidden 403 gateway application/json | {"type":"forbidden","message":"Request not allowed"}
not_the_api 403 Tyk application/json | {"error":"Access to this API has been disallowed"}
not_the_api 400 Go-net/http text/plain | Bad Request: too many Host headers
no_such_address 405 Go-net/http text/plain | Method Not Allowed
`;

export type Heard = { reason: string; status: number; contentType: string; body: string };

const linesOf = (table: string) => table.trim().split('\n');

export const HEARD_OF_OPENAI: Heard[] = linesOf(OF_OPENAI).map((line) => {
  const [, reason = '', status, code, type, param, message] =
    /^(\w+) (\d+) ([^/\s]*)(?:\/(\S+))?(?: \((\S+)\))? \| (.*)$/.exec(line) ?? [];
  const error = {
    message,
    type: type ?? 'invalid_request_error',
    param: param ?? null,
    code: code === '-' || code === '' ? null : code,
  };
  return { reason, status: Number(status), contentType: 'application/json', body: JSON.stringify({ error }) };
});

export const HEARD_OF_OTHERS: Heard[] = linesOf(OF_OTHERS).map((line) => {
  const [, reason = '', status, contentType = '', body = ''] =
    /^(\w+) (\d+) \S+ (\S+) \| ?(.*)$/.exec(line) ?? [];
  return { reason, status: Number(status), contentType, body };
});
