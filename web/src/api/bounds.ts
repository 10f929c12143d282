// Written by `npm run client` from the server's OpenAPI description. Do not edit.

/** Between which numbers each number of a body lies, by the names of both. */
export const Binding = {"days":{"min":1,"max":3650}}
export const CampaignBody = {"money":{"min":1,"max":100000000000000},"per_member":{"min":1,"max":100},"pieces":{"min":1,"max":100000000},"valid_days":{"min":1,"max":3650}}
export const CarriedBody = {"weight":{"min":0,"max":1000000}}
export const ChatAccountBody = {"most_groups":{"min":1,"max":1000000},"most_people":{"min":1,"max":1000000}}
export const ChatAccountChange = {"most_groups":{"min":1,"max":1000000},"most_people":{"min":1,"max":1000000}}
export const ChatBand = {"best_from":{"min":1,"max":1000000},"best_to":{"min":1,"max":1000000},"least":{"min":1,"max":1000000},"most":{"min":1,"max":1000000}}
export const ChatCloneBody = {"count":{"min":1,"max":100},"first":{"min":0,"max":1000000}}
export const ChatCountBody = {"members":{"min":0,"max":1000000}}
export const ChatCriteria = {"buyers":{"min":1,"max":1000000},"days":{"min":1,"max":365},"kept":{"min":1,"max":100},"speaking":{"min":1,"max":100}}
export const ChatNorms = {"groups_each":{"min":1,"max":1000000},"people_each":{"min":1,"max":1000000}}
export const ContactNorms = {"asleep_days":{"min":1,"max":3650}}
export const CouponRules = {"amount":{"min":1,"max":100000000},"least":{"min":0,"max":100000000},"rate":{"min":1,"max":999999}}
export const Declared = {"inviter_coupon":{"min":0,"max":10000}}
export const DryRunBody = {"days":{"min":1,"max":30}}
export const GroupBuyBody = {"minutes":{"min":1,"max":10080},"per_member":{"min":1,"max":9999},"pieces":{"min":2,"max":100000000},"size":{"min":2,"max":100}}
export const IssueBody = {"days":{"min":1,"max":3650}}
export const ItemBody = {"quantity":{"min":1,"max":9999}}
export const LeadListBody = {"bought_days":{"min":1,"max":3650},"days":{"min":1,"max":60},"rest_days":{"min":0,"max":365}}
export const LimitsBody = {"least":{"min":1,"max":9999},"most":{"min":1,"max":9999},"per_member":{"min":1,"max":1000000},"step":{"min":1,"max":9999}}
export const PlatformLimit = {"most":{"min":1,"max":1000000}}
export const Preferred = {"points":{"min":0,"max":1000}}
export const PriceView = {"from":{"min":1,"max":9999}}
export const ProductBody = {"rate":{"min":0,"max":1000000}}
export const RateBody = {"first":{"min":1,"max":1000000},"first_price":{"min":0,"max":10000000},"free_pieces":{"min":1,"max":1000000},"next":{"min":1,"max":1000000},"next_price":{"min":0,"max":10000000}}
export const ReviewBody = {"stars":{"min":1,"max":5}}
export const SearchSettings = {"new_days":{"min":1,"max":365}}
export const Settings = {"attribution_days":{"min":1,"max":365},"coupon_days":{"min":1,"max":3650},"least_age":{"min":0,"max":120},"receive_days":{"min":1,"max":60},"unpaid_minutes":{"min":5,"max":10080},"unpaid_orders":{"min":1,"max":1000},"unpaid_pieces":{"min":1,"max":1000000}}
export const SimulationBody = {"days":{"min":1,"max":730},"seeds":{"min":1,"max":100}}
export const TagRule = {"days":{"min":1,"max":3650},"least":{"min":1,"max":1000000000000}}
export const TouchLimit = {"most":{"min":1,"max":10000}}
export const TouchNorms = {"person_week":{"min":1,"max":7},"quiet_from":{"min":0,"max":1439},"quiet_to":{"min":0,"max":1439}}
export const TouchPlanBody = {"days":{"min":1,"max":60}}
export const TrySale = {"amount":{"min":1,"max":1000000000000},"rate":{"min":0,"max":1000000}}
export const Weights = {"brand":{"min":-1000,"max":1000},"margin":{"min":-1000,"max":1000},"newness":{"min":-1000,"max":1000},"price":{"min":-1000,"max":1000},"sales":{"min":-1000,"max":1000},"stock":{"min":-1000,"max":1000}}
