// Written by `npm run client` from the server's OpenAPI description. Do not edit.

export interface paths {
    "/api/v1/after-sales/{id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Withdraws an after-sale request that is not decided yet. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/callbacks/{provider}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a payment provider's notification, which the provider has signed; one that is repeated is booked once. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    provider: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": string;
                };
            };
            responses: {
                /** @description booked, now or before */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description not booked: send it again */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Campaigns from which customers can collect coupons now, the newest first. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CampaignView"][];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/collect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Collects a coupon of a campaign. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["GotCoupon"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/categories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the categories as a tree. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CategoryView"][];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/group-buys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Group-buys of which customers can open groups now, the newest first, with groups that can be joined. */
        get: {
            parameters: {
                query?: {
                    /** @description How many at most; 24 if it is not said. */
                    limit?: number;
                    /** @description Only those of this product. */
                    product?: components["schemas"]["Id"];
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["GroupBuyView"][];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/group-buys/groups/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a group: who has paid, who is missing, until when, and whether the visitor can join it. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["GroupPage"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows whose invitation a code is. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    code: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["InviterView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the signed-in member's own account. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MeView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Changes the signed-in member's nickname. */
        patch: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NicknameBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/me/addresses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the member's addresses, the preferred one first. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AddressView"][];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Adds an address. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["AddressBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MadeView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/addresses/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Replaces one of the member's addresses. */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["AddressBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        /** Removes one of the member's addresses. */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/appeals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the member's appeals, the newest first. */
        get: {
            parameters: {
                query?: {
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    /** @description Rows wanted: 1 to 500, usually 50. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_AppealView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Files an appeal against a rank that was taken, or an account that was stopped. A person decides it. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["AppealBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AppealView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/consents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows what the member has consented to beside the terms. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ConsentView"][];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/consents/{purpose}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Gives or withdraws one of the member's consents; it counts at once. */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    purpose: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ConsentBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows what the shop keeps of the member as a contact of its chat accounts; empty if none of them knows the member. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MyContactView"][];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/contacts/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Erases all that the shop keeps of the member as a contact of its chat accounts. Orders and rewards stay. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/coupons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** My coupons, the newest first. */
        get: {
            parameters: {
                query?: {
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    /** @description Rows wanted: 1 to 500, usually 50. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_CouponView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Gets a coupon for a code. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CouponCodeBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["GotCoupon"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/earnings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sums up what the member earns: pending, available, on its way out, paid. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EarningsView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists what moved in the member's accounts, the newest first: each cause once, a withdrawal with what became of it. */
        get: {
            parameters: {
                query?: {
                    /** @description `available`, `pending`, … */
                    account?: string;
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    /** @description Rows wanted: 1 to 500, usually 50. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_MovementView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/erase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Closes the member's own account: their personal data are erased for good. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["LeaveBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Exports everything that the shop has about the member. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/funnel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows what came of the member's share links: clicks, visitors, members, orders. */
        get: {
            parameters: {
                query?: {
                    /** @description 1 to 366, usually 30. */
                    days?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FunnelView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the member's invitation code, if the member is a promoter. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["InvitationView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Changes one's own password, and signs out everywhere else. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PasswordBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists whom the member invited, by nickname and totals. The cursor is a place in the list: it tells nothing about anybody. */
        get: {
            parameters: {
                query?: {
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    /** @description Rows wanted: 1 to 500, usually 50. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_PersonView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/promoter": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes the member a promoter, if the plan lets customers become promoters by saying so. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["EnrolBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/rank": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows where the member stands on the ladder of ranks, and what is missing for the next one. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LadderView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/ranks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the member's ranks, the newest first; the first is the one held at the moment that is asked for. */
        get: {
            parameters: {
                query?: {
                    /** @description As things stood at this moment; now if it is left out. */
                    at?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RankChangeView"][];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/rewards": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists what the member earned, the newest first: the rewards of one order, or of another event, stand together. */
        get: {
            parameters: {
                query?: {
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    /** @description `sale`, `join`, `promotion`, `first_sale`, `period`. */
                    event?: string;
                    /** @description Rows wanted: 1 to 500, usually 50. */
                    limit?: number;
                    /** @description Rewards of one order. */
                    order?: components["schemas"]["Id"];
                    /** @description `pending` or `available`. */
                    state?: string;
                    /** @description `money`, `coupon`, `points`. */
                    unit?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_EarnedView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/rewards/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Explains how one of the member's rewards comes about. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WhyView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/withdrawals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the member's withdrawals, the newest first. */
        get: {
            parameters: {
                query?: {
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    /** @description Rows wanted: 1 to 500, usually 50. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_WithdrawalView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Requests a withdrawal. The amount is no longer available from now on; if it is refused or fails, it is again. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["WithdrawalAskBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WithdrawalView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/withdrawals/quote": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Computes what the member would get of an amount, with the tax and how it comes about. Nothing is requested yet. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["WithdrawalQuoteBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WithdrawalQuoteView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Registers, and signs in. Where the shop sends codes, a phone number takes the code that was sent to it. Whoever was
         *     brought over from another system with this phone number, and has never signed in, is the same member.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description asked again with the same key and password, it is the same member */
                    "Idempotency-Key"?: string | null;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RegisterBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SignedIn"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the member's orders, the newest first. */
        get: {
            parameters: {
                query?: {
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    /** @description Rows wanted: 1 to 500, usually 50. */
                    limit?: number;
                    /**
                     * @description `placed`, `paid`, `shipped`, `received`, `settled`, `cancelled`, `refunded`; `grouping` for those that are paid and wait for others
                     *     of their group, and `to_use` for those that are paid and of which nothing is sent, both of which `paid` leaves out.
                     */
                    state?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_OrderView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Places an order: its pieces are put aside until it expires. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PlaceBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PlacedView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows one of the member's orders. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OrderDetail"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{id}/after-sales": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Requests that the money of some pieces of a line goes back; until that is decided, the line does not settle. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["AskBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AskedView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{id}/after-sales/quote": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Computes how much money some pieces of a line would bring back now. Nothing is requested yet. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ReturnQuoteBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RefundQuote"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancels one of the member's orders that is not paid. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OrderDetail"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{id}/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Prepares the payment of an order that waits for it; asked again in the same way, it gives the same payment. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["BeginBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PaymentView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{id}/receive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirms that the goods have arrived: the refund window runs from now on. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OrderDetail"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{id}/reviews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reviews a line of one of the member's orders that has arrived. A line is reviewed once. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ReviewBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MadeView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/password/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sets a password by a link from the shop; the link is good no longer, and they are signed out everywhere. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["LinkResetBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/password/link/look": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Shows whose link it is, before the member chooses a password. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["LinkBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LinkView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/password/phone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sets a new password by a code that was sent to the member's phone; they are signed out everywhere. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PhoneResetBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the state of one of the member's payments. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PaymentView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Plays the test provider for one of the member's payments, if the shop offers it. No money moves. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TestBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TestView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/phone-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends a code to a phone. The answer is the same whether the phone has an account here or not. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SendCodeBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pictures/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Returns a picture. Its bytes never change. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description PNG, JPEG or WebP */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "image/*": unknown;
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the products that are sold here. */
        get: {
            parameters: {
                query?: {
                    /** @description In this category or inside of it. */
                    category?: components["schemas"]["Id"];
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    /** @description Only those shown before others. */
                    hot?: boolean;
                    /** @description Rows wanted: 1 to 100, usually 24. */
                    limit?: number;
                    /** @description `newest` (usually), `price` (what costs the visitor least first; for staff, by regular price), `sold` (the best selling first). */
                    sort?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_Card"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/products/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a product as its page needs it. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProductPage"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/products/{id}/reviews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the reviews of a product. Bad reviews are found as easily as good ones: neither order looks at the stars. */
        get: {
            parameters: {
                query?: {
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    /** @description Rows wanted: 1 to 500, usually 50. */
                    limit?: number;
                    /** @description `newest` (usually), or `useful`: those that most members found useful first. */
                    sort?: "newest" | "useful";
                    /** @description Only those with so many stars. */
                    stars?: number;
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReviewsView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quote": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Prices a cart as placing it now would, and puts nothing aside. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["QuoteBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["QuoteView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reviews/{id}/useful": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Says that a review of somebody else is useful to the signed-in member, or no longer. Said twice, it counts once. */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["UsefulBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Finds products, by words in any order, by pinyin and its initials, also when they are misspelled. */
        get: {
            parameters: {
                query: {
                    /** @description Of this brand, as a facet names it. */
                    brand?: string;
                    /** @description In this category or inside of it. */
                    category?: components["schemas"]["Id"];
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    /** @description Only what can be bought now. */
                    in_stock?: boolean;
                    /** @description Rows wanted: 1 to 100, usually 24. */
                    limit?: number;
                    /** @description Below this price for the visitor. */
                    price_below?: number;
                    /** @description At this price or above for the visitor, in minor units. */
                    price_from?: number;
                    /** @description One character or many, words in any order, pinyin or its initials. */
                    q: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SearchPage"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search/suggestions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Ways to go on with what was typed so far, at most 10. What others look for is shown once five different people did. */
        get: {
            parameters: {
                query?: {
                    /** @description Without anything, what others look for. */
                    q?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SuggestionView"][];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows who is signed in, with what a page needs to ask for more. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SessionView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Signs a member in. The answer sets a cookie, and has the same token in it for apps. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["LoginBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SignedIn"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Signs out here. */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Signs out everywhere. */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives a shop in which nobody works its first owner, and signs them in. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SetUpBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SignedIn"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Describes the shop to everybody who comes in. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ShopView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shop/earnings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows what promoters of this shop really earned in the last year. It stands beside every figure about earnings. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TypicalView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shop/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells the plan in force in plain words: who is paid for what, how ranks are reached and kept. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RuleSection"][];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the staff accounts. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["StaffView"][];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Adds a staff account. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TakeOnBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MadeView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/accounts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Changes a staff account. */
        patch: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["StaffChangeBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/staff/after-sales": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists after-sale cases, the newest first. */
        get: {
            parameters: {
                query?: {
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    /** @description Rows wanted: 1 to 500, usually 50. */
                    limit?: number;
                    /** @description `asked`, `approved`, `refused`, `withdrawn`. */
                    state?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_DeskCase"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/after-sales/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approves an after-sale case: the money goes back. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ApproveBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RefundedView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/after-sales/{id}/refuse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Refuses an after-sale case. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RefuseBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/appeals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists appeals, the newest first. */
        get: {
            parameters: {
                query?: {
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    /** @description Rows wanted: 1 to 500, usually 50. */
                    limit?: number;
                    /** @description `open`, `granted` or `declined`. */
                    state?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_DeskAppeal"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/appeals/{id}/decide": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decides an appeal: a person does, never a program. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["DecideBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeskAppeal"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists what staff has done, the newest first. */
        get: {
            parameters: {
                query?: {
                    /** @description Of one kind: `member.freeze`. */
                    action?: string;
                    /** @description Of one actor: `staff:123`. */
                    actor?: string;
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    /** @description Rows wanted: 1 to 500, usually 50. */
                    limit?: number;
                    /** @description About one thing: `member/123`. */
                    subject?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_AuditView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/audit/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Checks that nobody has changed the log. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AuditCheck"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/campaigns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Campaigns that give out coupons, the newest first. */
        get: {
            parameters: {
                query?: {
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    /** @description Rows wanted: 1 to 500, usually 50. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_DeskCampaign"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Starts a campaign that gives out coupons. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CampaignBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AddedCampaign"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/campaigns/{id}/coupons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives a coupon of a campaign by staff to a member. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["GiveCouponBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AddedCampaign"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/campaigns/{id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends a campaign: it gives out no more coupons, and those that were given out stay good. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/categories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Adds a category. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CategoryBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AddedView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/categories/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Changes a category. */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CategoryBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        /** Removes a category with nothing in it. */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists chat accounts, the newest first: those that the caller runs, or everybody's for whoever may see all. */
        get: {
            parameters: {
                query?: {
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    /** @description Rows wanted: 1 to 500, usually 50. */
                    limit?: number;
                    /** @description Run by somebody. */
                    operator?: string;
                    /** @description Of one platform. */
                    platform?: components["schemas"]["Platform"];
                    /** @description In one state. */
                    state?: components["schemas"]["AccountState"];
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_ChatAccountView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Writes down a chat account that the company runs. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ChatAccountBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MadeView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/accounts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a chat account with what happened to it. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ChatAccountDetail"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Changes what is said of a chat account. What it was before is kept. */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ChatAccountChange"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/accounts/{id}/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Changes how a chat account stands, with the reason. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ChatAccountStateBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists channels with what came of each, the newest first: those that the caller runs, or everybody's for whoever may see all. */
        get: {
            parameters: {
                query?: {
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    /** @description Rows wanted: 1 to 500, usually 50. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_ChannelView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Makes a channel: a link with a QR code, and the accounts that answer whoever comes by it. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ChannelBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MadeView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/channels/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a channel: what came of it, who answers and when nobody does, what happened to it. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ChannelDetail"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Changes what is said of a channel. Its link stays; what it was before is kept. */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ChannelChange"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/channels/{id}/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Opens a channel or closes it, with the reason. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ChannelStateBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/contact-norms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows what the shop wants to know of each contact. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ContactNorms"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Changes what the shop wants to know of each contact. Completeness and stages follow at once. */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ContactNorms"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ContactNorms"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists contacts, the newest first: those of the accounts that the caller runs, or everybody's for whoever may see all. */
        get: {
            parameters: {
                query?: {
                    /** @description Whom an account knows. */
                    account?: string;
                    /** @description Only contacts who came by this channel. */
                    channel?: string;
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    /** @description Rows wanted: 1 to 500, usually 50. */
                    limit?: number;
                    /** @description Part of a name. */
                    name?: string;
                    /** @description Only contacts who came by this source. */
                    source?: components["schemas"]["Source"];
                    /** @description Only contacts at this stage. */
                    stage?: components["schemas"]["Stage"];
                    /** @description Only contacts with this tag. */
                    tag?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_ContactView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Writes down a contact for an account, with the reason why they may be contacted. Somebody whose phone is known already is
         *     the same person: what nobody knew of them is filled in.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ContactBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MadeView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/contacts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows everything that is known of a contact. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ContactDetail"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Changes what is said of a contact. That it changed is kept, field by field. */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ContactChange"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/contacts/{id}/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Writes down how an account stands to a contact: it is to add them, it has, or one of the two has removed the other. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FriendshipBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/contacts/{id}/erase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes away all that is kept of a contact. That they said no stays, under the keyed hash of their phone. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ContactEraseBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/contacts/{id}/follow-ups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Writes down what is going to be done for a contact, and when. Whoever writes it down does it. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FollowUpBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MadeView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/contacts/{id}/follow-ups/{follow_up}/done": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Writes down that something was done for a contact, and what came of it. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    follow_up: components["schemas"]["Id"];
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FollowedBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/contacts/{id}/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Writes down that a contact is in a group, or has left it. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["MembershipBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/contacts/{id}/member": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Writes down which member a contact is. A phone that a member has verified says so by itself. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ContactMemberBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/contacts/{id}/no": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Writes down that a contact wants no contact, or does again. It holds on every account and every platform at once. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NoBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/contacts/{id}/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives a contact a tag by hand, or takes one away. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TaggingBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/contacts/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Writes down contacts from a CSV file or an Excel workbook (`.xlsx`, its first sheet) with the column `name` and, optional,
         *     `phone`, `handle`, `region`, `birthday`, `note`, `channel` (the code of a channel by which they came); at most 5,000 rows. People whose phone is known are merged, those who said
         *     no are left out, and one wrong row refuses the whole file.
         */
        post: {
            parameters: {
                query: {
                    /** @description The account that is to know the contact. */
                    account: string;
                    /** @description Why the contact may be contacted. */
                    basis: components["schemas"]["Basis"];
                    /** @description Where that can be seen: which list, which form, which day. */
                    basis_note: string;
                    /** @description Where they came from. */
                    source: components["schemas"]["Source"];
                };
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "text/csv": number[];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ImportedView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Counts many groups by a CSV file with the columns `group` (a name), `members` and, optional, `at`. One wrong row
         *     refuses the whole file.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "text/csv": number[];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ChatCountedView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/follow-ups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists what is still to be done for contacts, the soonest first: what the caller is to do, or everybody for whoever may see all. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FollowUpsView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists groups, the newest first: those that the caller runs, or everybody's for whoever may see all. */
        get: {
            parameters: {
                query?: {
                    /** @description Owned by an account. */
                    account?: string;
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    kind?: components["schemas"]["GroupKind"];
                    /** @description Rows wanted: 1 to 500, usually 50. */
                    limit?: number;
                    /** @description Part of a name. */
                    name?: string;
                    /** @description Run by somebody. */
                    operator?: string;
                    /** @description Cloned or split from a group. */
                    parent?: string;
                    platform?: components["schemas"]["Platform"];
                    purpose?: components["schemas"]["Purpose"];
                    state?: components["schemas"]["GroupState"];
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_ChatGroupView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Begins a group, as a draft. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ChatGroupBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MadeView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/groups/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows everything that is known of a group. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ChatGroupDetail"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Changes what is said of a group. What it was before is kept. */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ChatGroupChange"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/groups/{id}/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Measures a group by a CSV file of what people did in it: `group,member,at,kind` and, optional, `to`; at most 16 MB. The
         *     measures are kept, and the file, which names people, is not.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "text/csv": number[];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MadeView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/groups/{id}/clones": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Clones a group with its purpose, band, rules and roles: one first, then as many as a hundred at once. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ChatCloneBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ChatClonesView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/groups/{id}/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Writes down how many people are in a group, or were at an earlier moment. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ChatCountBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/groups/{id}/criteria": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Writes down what a group's pilot has to show; before the pilot begins, and not after. */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ChatCriteria"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/groups/{id}/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Writes down that an account of the company is in a group, and as what. Everybody in the group is shown that. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ChatRoleBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MadeView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/groups/{id}/roles/{role}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends a role in a group. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                    role: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/groups/{id}/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Writes another version of a group's rules. Earlier ones stay. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ChatRulesBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ChatVersionView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/groups/{id}/split": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Opens a group into which a part of one that has grown beyond its best size is asked to move. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ChatSplitBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MadeView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/groups/{id}/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a group one step on, with the reason. `proven` asks that everything is met that was written down before the pilot. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ChatStateBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/lead-lists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists lead lists, the newest first. */
        get: {
            parameters: {
                query?: {
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    /** @description Rows wanted: 1 to 500, usually 50. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_LeadListView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Makes a lead list: buyers become contacts with their order as the basis, and are spread over accounts, days and wordings.
         *     Either everybody gets a place, or nothing is done.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["LeadListBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LeadListMade"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/lead-lists/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a lead list, with a plan for each account that got people. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LeadListView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/leads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells how many buyers a list would be of, and how many would be left out. */
        get: {
            parameters: {
                query: {
                    /** @description The list takes people who bought within this many days. */
                    bought_days: number;
                    /** @description Only goods of the category with this code count. */
                    category?: string;
                    kind: components["schemas"]["TouchKind"];
                    /** @description Spent at least, refunds off, in minor units. */
                    least?: number;
                    /** @description People who were reached within this many days, or have a touch planned within them, are left out. */
                    rest_days?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LeadsView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/loads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows what each account and each operator carries: the caller's own, or everybody's for whoever may see all. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ChatLoads"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/matrix": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows all groups that are not closed at once, as tiles of a map: those that the caller runs, or everybody's for whoever may see all. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ChatMatrix"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/norms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the shop's norms for operators and groups. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ChatNorms"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Changes what the shop holds to. It applies to what is done from now on. */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ChatNorms"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ChatNorms"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/stages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Counts the contacts at each stage: those of the accounts that the caller runs, or everybody's for whoever may see all. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["StageView"][];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the tags of contacts that are in use, by name. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TagView"][];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Begins a tag. One with a rule is given at once to everybody whom the rule names. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TagBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MadeView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/tags/{id}/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Applies a tag's rule again: who is named gets the tag, and who is named no more loses it. What was given by hand stays. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/tags/{id}/retire": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a tag out of use, and away from everybody. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/touch-norms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** When nobody is touched, how often a person is at most, and what platforms let an account do. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TouchNorms"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Changes when and how often people are touched. It applies to what is planned from now on. */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TouchNorms"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TouchNorms"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/touch-plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists plans of touches, the newest first: those of the accounts that the caller runs, or everybody's for whoever may see all. */
        get: {
            parameters: {
                query?: {
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    /** @description Rows wanted: 1 to 500, usually 50. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_TouchPlanView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Plans touches: all of them get their places, or none does. A refusal says what is free when, and who holds the rest. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TouchPlanBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TouchesReservedView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/touch-plans/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A plan of touches, and how they stand. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TouchPlanView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/touch-plans/{id}/give-back": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Calls touches of a plan off that were not made. Their places are free again at once. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TouchesBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TouchesClosedView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/touch-plans/{id}/spend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirms touches of a plan that are due: they were made. Those of people who said no meanwhile are left out. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TouchesBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TouchesClosedView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/touch-plans/{id}/touches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The touches of a plan, the last one first. */
        get: {
            parameters: {
                query?: {
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    /** @description Rows wanted: 1 to 500, usually 50. */
                    limit?: number;
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_TouchView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/touch-plans/{id}/touches/{touch}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Writes down what came of a call that is due. "No" ends contact with the person on every account and platform at once. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                    touch: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CallAnswerBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/touch-plans/{id}/touches/{touch}/phone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Shows the phone of somebody whom a call or a friend request is due for. That it was looked at stands in the audit log. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                    touch: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TouchPhoneView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/touch-room": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What an account can still do in the next two weeks, and who holds the rest. */
        get: {
            parameters: {
                query: {
                    /** @description The account. */
                    account: string;
                    kind: components["schemas"]["TouchKind"];
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TouchRoomView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/touches/due": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists touches that are due by now, the soonest first: those of the accounts that the caller runs, or everybody's for whoever may see all. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DueTouchesView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/wecom": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the connection to WeCom: what is known, what waits, what was refused and what to do about it. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WecomView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Connects the shop to WeCom, or changes the connection; the first time, everything is read. */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["WecomBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/wecom/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes what the shop knows of WeCom anew from all that was received. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/chat/wecom/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reads everything from WeCom again. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/freights": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists all freight templates, by name. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FreightView"][];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Adds a freight template. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FreightBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AddedFreight"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/freights/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Changes a freight template. Orders that were placed keep what they pay. */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FreightBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        /** Removes a freight template by which no product goes. */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/group-buys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists group-buys, the newest first. */
        get: {
            parameters: {
                query?: {
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    /** @description Rows wanted: 1 to 500, usually 50. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_DeskGroupBuy"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Offers a group-buy. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["GroupBuyBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AddedGroupBuy"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/group-buys/{id}/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the groups of a group-buy, the newest first. */
        get: {
            parameters: {
                query?: {
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    /** @description Rows wanted: 1 to 500, usually 50. */
                    limit?: number;
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_DeskBuyGroup"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/group-buys/{id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stops a group-buy: no more groups are opened. Those that are open can be joined until their deadlines. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/keepers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the staff accounts that a product can be given to. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KeeperView"][];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/ledger/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists every account with its balance: the shop's own, and those of members and suppliers added up. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AccountView"][];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/ledger/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Checks the books: debits equal credits, and every balance is the sum of its entries. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BooksView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/ledger/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists entries of the shop's own accounts, or of a member's or supplier's, the newest first. */
        get: {
            parameters: {
                query?: {
                    /** @description `available`, `sales`, … */
                    account?: string;
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    /** @description `payment`, `reward`, … */
                    kind?: string;
                    /** @description Rows wanted: 1 to 500, usually 50. */
                    limit?: number;
                    /** @description Whose entries; the shop's own if it is left out. */
                    owner?: components["schemas"]["Id"];
                    /** @description From this moment on. */
                    since?: string;
                    /** @description Before this moment. */
                    until?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_DeskEntry"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/ledger/holders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists who has something in an account of members or suppliers, or owes: the largest first. */
        get: {
            parameters: {
                query: {
                    /** @description `available`, `pending`, `payable`, … */
                    account: string;
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    /** @description Rows wanted: 1 to 500, usually 50. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_HolderView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/ledger/transfers/{reference}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists every transfer of an order or of a withdrawal with both of its sides, in the order in which they were made. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    reference: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TransferView"][];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Changes one's own password, and signs out everywhere else. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PasswordBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/me/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Offers a secret for an authenticator app. What holds so far stays until a code of the new one was given. A session
         *     alone is not enough: it takes the password, and the code of the authenticator that holds so far, if there is one.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["OfferBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OfferView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/me/totp/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes the secret that was offered; gives recovery codes, and signs me out everywhere else. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CodeBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RecoveryView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists members, the newest first. */
        get: {
            parameters: {
                query?: {
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    /** @description Invited by somebody. */
                    inviter?: string;
                    /** @description Joined at this moment or later. */
                    joined_from?: string;
                    /** @description Joined before this moment. */
                    joined_to?: string;
                    /** @description Rows wanted: 1 to 500, usually 50. */
                    limit?: number;
                    /** @description Part of a nickname. */
                    nickname?: string;
                    /** @description Of a rank of the plan; `none` for plain customers. */
                    rank?: string;
                    /** @description `active`, `frozen` or `erased`. */
                    state?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_DeskMember"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/members/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a member with their history. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MemberDetail"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/members/{id}/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows what a member has in their accounts. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BalanceView"][];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/members/{id}/children": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists whom a member invited, now or as of a moment. */
        get: {
            parameters: {
                query?: {
                    /** @description As things stood at this moment; now if it is left out. */
                    at?: string;
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    /** @description Rows wanted: 1 to 500, usually 50. */
                    limit?: number;
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_DeskMember"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/members/{id}/erase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Erases a member's personal data for good, at the member's request. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["EraseBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/members/{id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Exports everything that the shop has about a member, to be given to the member. The audit log says who took it, and why. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ReasonBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/members/{id}/freeze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stops a member. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ReasonBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/members/{id}/inviter": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives a member another inviter. From then on what they and theirs sell counts for the new ones; what was paid stays. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["InviterBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/members/{id}/path": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists everybody from a member up to the root of the tree, now or as of a moment: the member first. */
        get: {
            parameters: {
                query?: {
                    /** @description As things stood at this moment; now if it is left out. */
                    at?: string;
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeskMember"][];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/members/{id}/rank": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives a member a rank, or takes it. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RankBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/members/{id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets a member who was stopped act again. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ReasonBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/members/{id}/reset-link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes a link by which a member sets a new password: good once, for a day, and in the audit log with its reason. The
         *     password that they have stays good until then. Nobody on staff learns or chooses a member's password.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ReasonBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ResetLinkView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/members/{id}/reveal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Shows personal data of a member. The audit log says who looked, and why. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ReasonBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RevealedView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/members/{id}/rewards": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists what a member earned, the newest first: the rewards of one order, or of another event, stand together. */
        get: {
            parameters: {
                query?: {
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    /** @description `sale`, `join`, `promotion`, `first_sale`, `period`. */
                    event?: string;
                    /** @description Rows wanted: 1 to 500, usually 50. */
                    limit?: number;
                    /** @description Rewards of one order. */
                    order?: components["schemas"]["Id"];
                    /** @description `pending` or `available`. */
                    state?: string;
                    /** @description `money`, `coupon`, `points`. */
                    unit?: string;
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_EarnedView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/members/{id}/rewards/{reward}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Explains how a member's reward comes about. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                    reward: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WhyView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/members/find": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Finds members by a phone number or its last four digits, which are in no address and no log; the audit log says who
         *     looked.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FindMembersBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeskMember"][];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/monitors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows what is watched daily: the figures of the last look, and every alarm with its evidence. */
        get: {
            parameters: {
                query?: {
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    /** @description Rows wanted: 1 to 500, usually 50. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MonitorsView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/monitors/{id}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says that somebody has looked at an alarm, and what comes of it; once. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ReasonBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists orders, the newest first. Who may not see everybody's sees those in which everything is of products that they look after. */
        get: {
            parameters: {
                query?: {
                    buyer?: components["schemas"]["Id"];
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    /** @description Rows wanted: 1 to 500, usually 50. */
                    limit?: number;
                    /** @description A product's code. */
                    product?: string;
                    /** @description The promoter credited. */
                    seller?: components["schemas"]["Id"];
                    /** @description Placed then or later. */
                    since?: components["schemas"]["At"];
                    /**
                     * @description `placed`, `paid`, `shipped`, `received`, `settled`, `cancelled`, `refunded`; `grouping` for those that are paid and wait for others
                     *     of their group, which `paid` leaves out.
                     */
                    state?: string;
                    /** @description Placed before. */
                    until?: components["schemas"]["At"];
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_DeskOrderRow"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/orders/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An order. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeskDetail"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/orders/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancels an order that is not paid. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeskDetail"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/orders/{id}/receive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Marks an order as received. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeskDetail"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/orders/{id}/recipient": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows name, phone and address of an order's recipient to whoever sends it. The audit log says who looked. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RecipientBody"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/orders/{id}/refunds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends money of a line back, before or after it has settled. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RefundBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RefundedView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/orders/{id}/refunds/quote": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Computes what a refund of some pieces would be now. Nothing is booked. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RefundQuoteBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RefundQuote"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/orders/{id}/rewards": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists everything that an order paid, to whom, and why. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OrderReward"][];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/orders/{id}/ship": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hands a paid order to a carrier. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ShipBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeskDetail"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/orders/find": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Finds orders by the recipient's phone and name, which are in no address and in no log; the audit log says who looked. */
        post: {
            parameters: {
                query?: {
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    /** @description Rows wanted: 1 to 500, usually 50. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FindBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_DeskOrderRow"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists attempts to pay, the newest first. */
        get: {
            parameters: {
                query?: {
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    /** @description Rows wanted: 1 to 500, usually 50. */
                    limit?: number;
                    /** @description `offline`, `wechat`, … */
                    provider?: string;
                    /** @description `open`, `paid`, `closed`, `late`. */
                    state?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_DeskPayment"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/payments/{id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirms that the money of an offline payment has arrived. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ConfirmBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ConfirmedView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/pictures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Uploads a picture: the bytes of a PNG, JPEG or WebP file, at most 2 MB. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/octet-stream": number[];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AddedView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists every version of the plan, the newest first. */
        get: {
            parameters: {
                query?: {
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    /** @description Rows wanted: 1 to 500, usually 50. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_PlanVersion"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Publishes a plan. It is refused if it has an error, if any of the shop's rule packs refuses it, or if a finding that asks for
         *     a signature has none; the same is asked once more when it is due.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PublishPlanBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PlanVersion"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/plans/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows one version, with its text and what it says in plain words. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    version: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PlanVersionWhole"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/plans/{version}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancels a version that has not taken over. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    version: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ReasonBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/plans/{version}/sign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Adds signatures to a version that waits or is held, and has it judged anew. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    version: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SignPlanBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PlanVersion"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/plans/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Checks a plan: what is wrong with it and where, its worst case, what the rule packs find, and what it says. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PlanBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PlanChecked"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/plans/draft": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The questions from which a first plan is written, in the order in which they are asked. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PlanQuestion"][];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Writes a first plan from answers. Nothing is kept. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PlanAnswers"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PlanDraft"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/plans/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Replays the last days under another plan: who would have gained, and who lost. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["DryRunBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PlanDryRun"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/plans/mend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes the smallest change that leaves nothing in a plan that the rule packs refuse. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PlanBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PlanMended"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/plans/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the ready plans, each with what the shop's rule packs say of it. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReadyPlan"][];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/plans/try": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tries one order on a drawn tree: who gets what and why, at payment and when it settles. Nobody on the tree has sold anything
         *     before; periods do not close.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TryPlanBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PlanTried"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists all products, with costs and rates. */
        get: {
            parameters: {
                query?: {
                    /** @description In this category or inside of it. */
                    category?: components["schemas"]["Id"];
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    /** @description Only those shown before others. */
                    hot?: boolean;
                    /** @description Rows wanted: 1 to 100, usually 24. */
                    limit?: number;
                    /** @description Words to look for, or the code of a product or SKU: the best match comes first, whatever `sort` says. */
                    q?: string;
                    /** @description `newest` (usually), `price` (what costs the visitor least first; for staff, by regular price), `sold` (the best selling first). */
                    sort?: string;
                    /** @description `on`, `off`. */
                    state?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_DeskProduct"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Adds a product with its SKUs. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ProductBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeskProduct"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/products/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a product, with costs and rates. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeskProduct"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Changes a product. Its SKUs stay. */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ProductBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeskProduct"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/products/{id}/freight": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Says by which freight template a product is carried, and what one piece weighs. Orders that were placed keep what they pay. */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CarriedBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/products/{id}/keeper": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Hands a product over: from now on somebody else of staff sees its figures, those of the past as well. */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["KeeperBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeskProduct"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/products/{id}/kind": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows how a product reaches its buyer, and what its vouchers promise. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KindView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Says how a product reaches its buyer. Lines that were placed keep the terms by which they were sold. */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["KindBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/products/{id}/skus": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Adds a SKU to a product. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewSku"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AddedView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/refunds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists refunds, the newest first. */
        get: {
            parameters: {
                query?: {
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    /** @description Rows wanted: 1 to 500, usually 50. */
                    limit?: number;
                    /** @description `open`, `sent`, `done`, `failed`. */
                    state?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_DeskRefund"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/refunds/{id}/done": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Notes that the money of a refund was sent by hand, because the payment was offline or the provider could not send it. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SentBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/refunds/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tries a refund again that has failed. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/reports/cohorts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Counts for each of the last months how many of those who first bought in it bought again later. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CohortView"][];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/reports/incomes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows how the last year's earnings are spread among promoters. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["IncomesView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/reports/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sales, refunds, cost, rewards, margin, who came and who came back: in total, before, and piece by piece. Who may not see
         *     the figures of the whole shop sees those of the products that they look after.
         */
        get: {
            parameters: {
                query?: {
                    /** @description `day` (usually), `week` or `month`. */
                    by?: string;
                    /** @description From this moment on; 30 days before the end without. */
                    since?: string;
                    /** @description Before this moment; the end of today without. */
                    until?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OverviewView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/reports/products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the products that sold best. */
        get: {
            parameters: {
                query?: {
                    /** @description From this moment on; 30 days before the end without. */
                    since?: string;
                    /** @description Before this moment; the end of today without. */
                    until?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProductFigures"][];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/reviews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists all reviews, the newest first. */
        get: {
            parameters: {
                query?: {
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    /** @description Rows wanted: 1 to 500, usually 50. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_DeskReview"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/reviews/{id}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answers a review in the shop's name, once: readers have to be able to rely on what was answered. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["AnswerReviewBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/reviews/{id}/hide": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hides the text of a review, for a reason that has nothing to do with whether it praises. Its stars still count. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["HideReviewBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists what each role may do. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RoleView"][];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/roles/{role}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Sets what a role may do. It holds at once, for everybody who has the role and for the tokens that they issued. */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    role: components["schemas"]["Role"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RoleBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/search/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Explains what customers find, by the weights that are set or by others, which are tried and not kept. */
        get: {
            parameters: {
                query: {
                    brand?: number;
                    margin?: number;
                    newness?: number;
                    price?: number;
                    q: string;
                    /** @description Sales in thirty days: −1000 to 1000, as all weights. */
                    sales?: number;
                    stock?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Explained"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/search/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows what other weights would change in the 50 most frequent searches of at least five different people, as this process has heard them. */
        get: {
            parameters: {
                query?: {
                    brand?: number;
                    margin?: number;
                    newness?: number;
                    price?: number;
                    /** @description Sales in thirty days: −1000 to 1000, as all weights. */
                    sales?: number;
                    stock?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Compared"][];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/search/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows what search weighs, its synonyms and price bands. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SearchSettings"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Sets what search weighs, its synonyms and price bands. It counts from the next search on. */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SearchSettings"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Signs staff in. Who has an authenticator gives its code next; until then they may do nothing. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["StaffLoginBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SignedIn"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/session/code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives the code of an authenticator, or a recovery code. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CodeBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SessionView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the settings of the shop. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SettingsBody"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Replaces the settings of the shop; refused if somebody changed them since they were read. */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SettingsBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SettingsBody"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/settings/choices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists what may be chosen in the settings. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ChoicesView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/simulations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists simulations, the newest first. */
        get: {
            parameters: {
                query?: {
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    /** @description Rows wanted: 1 to 500, usually 50. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_Simulation"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Starts a simulation: it runs beside the shop's work as soon as those before it are done, and is kept. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SimulationBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SimulationAsked"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/simulations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows one simulation, with what came of it. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SimulationFull"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/simulations/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancels a simulation that waits or runs. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/simulations/{id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Returns the whole report of a simulation that is done: one page in both languages, which asks the network for nothing. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/simulations/choices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists what a simulation can be asked for. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SimulationChoices"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/skus/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Changes a SKU. Orders that were placed keep their prices; its stock stays. */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SkuBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/skus/{id}/prices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Sets how a SKU is sold: its prices for members, for ranks and from a number of pieces, and how many may be bought. Orders that
         *     were placed keep their prices; how it was sold before is kept.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PricesBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/skus/{id}/stock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Changes the stock of a SKU. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["StockBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["StockView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/suppliers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists all suppliers. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SupplierView"][];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Adds a supplier. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SupplierBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AddedView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists API tokens, the newest first. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TokenView"][];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Issues an API token. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["IssueBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["IssuedView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revokes an API token. */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/volumes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the volumes that SKUs may have beside their price, such as PV and BV: those of the plan in force and of one that waits. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["VolumeView"][];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/vouchers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the shop's vouchers without their codes, the newest first. */
        get: {
            parameters: {
                query?: {
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    /** @description Rows wanted: 1 to 500, usually 50. */
                    limit?: number;
                    /** @description The product's name in plans. */
                    product?: string;
                    /** @description `unused`, `redeemed`, `refunded`, `expired`. */
                    state?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_DeskVoucher"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/vouchers/{id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes back a redemption that the same person has made within the last ten minutes. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/vouchers/look": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Shows the voucher of a code before it is redeemed, and why it cannot be if it cannot. Unknown codes are slowed down. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["VoucherCodeBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FoundVoucher"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/vouchers/redeem": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Redeems a voucher, once. Of two who do so at once, one is told that the other was first. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["VoucherCodeBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RedeemedVoucher"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/vouchers/redeemed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Vouchers that whoever asks has redeemed today, the newest first; at most 200. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RedeemedVoucher"][];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/withdrawals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists withdrawals, the newest first: up to 500 on one page. */
        get: {
            parameters: {
                query?: {
                    bank_file?: components["schemas"]["Id"];
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    /** @description Rows wanted: 1 to 500, usually 50. */
                    limit?: number;
                    member?: components["schemas"]["Id"];
                    /** @description `bank`, `wechat`, `alipay`. */
                    method?: string;
                    /** @description `asked`, `approved`, `sent`, `paid`, `refused`, `failed`. */
                    state?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_DeskWithdrawal"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/withdrawals/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approves withdrawals. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ManyBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReviewOutcome"][];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/withdrawals/bank-files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists bank files, the newest first. */
        get: {
            parameters: {
                query?: {
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    /** @description Rows wanted: 1 to 500, usually 50. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_FileView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Puts approved withdrawals to bank and Alipay accounts into a new bank file. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FileBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FileView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/withdrawals/bank-files/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Returns a bank file as CSV, with names and accounts in full: every download is in the audit log. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/csv": string;
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/withdrawals/failed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Records that the money of withdrawals in a bank file has come back: everything is available to their members again. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ManyBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReviewOutcome"][];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/withdrawals/paid": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Records that the money of withdrawals has gone out. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ManyBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReviewOutcome"][];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/withdrawals/refuse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Refuses withdrawals: everything is available to their members again. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ManyBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReviewOutcome"][];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/withdrawals/send": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hands approved withdrawals to the payment provider. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ManyBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReviewOutcome"][];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/visits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Records that a share link was opened. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["VisitBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["VisitView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/vouchers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the member's vouchers, the newest first. Those whose group waits for others are left out. */
        get: {
            parameters: {
                query?: {
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    /** @description Rows wanted: 1 to 500, usually 50. */
                    limit?: number;
                    /** @description `unused`, `redeemed`, `refunded`, `expired`. */
                    state?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page_VoucherView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/vouchers/{id}/refund": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pays one of the member's unused vouchers back, if its terms allow that; its code is worth nothing from then on. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ways/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows whom somebody meets who comes by a channel's link now. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    code: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WayView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ways/{code}/meet": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tells a visitor how to add whoever answers on a channel now, and keeps them a place of that day. Whoever asks again is told
         *     the same account.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    code: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["WayVisitorBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WayMetView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ways/{code}/shown": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Records that a visitor saw the page of a channel, each visitor once. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    code: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["WayVisitorBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WayShownView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists webhooks. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WebhookView"][];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Sets up a webhook; the answer shows its secret, this once. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Wanted"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NewWebhook"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a webhook. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WebhookView"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Changes a webhook; one that was stopped continues where it stood. */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Wanted"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        /** Removes a webhook. */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives a webhook another secret; the answer shows it, this once. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Sent again with the same key, it is done once, and answered as the first time. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NewWebhook"];
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/wecom/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows WeCom that this address is the corp's. */
        get: {
            parameters: {
                query?: {
                    /** @description An encrypted text, if the address is to show that it is the corp's. */
                    echostr?: string;
                    /** @description 40 hexadecimal digits. */
                    msg_signature?: string;
                    nonce?: string;
                    /** @description Seconds since 1970. */
                    timestamp?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/plain": string;
                    };
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Takes what WeCom tells, which it has signed and encrypted: it is kept as it came and applied afterwards; what comes twice is
         *     kept once.
         */
        post: {
            parameters: {
                query?: {
                    /** @description An encrypted text, if the address is to show that it is the corp's. */
                    echostr?: string;
                    /** @description 40 hexadecimal digits. */
                    msg_signature?: string;
                    nonce?: string;
                    /** @description Seconds since 1970. */
                    timestamp?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "text/xml": string;
                };
            };
            responses: {
                /** @description kept, now or before */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused: the code says why, and the sentence says what to do. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description What an appeal is about.
         * @enum {string}
         */
        AboutWord: "rank" | "freeze";
        /**
         * @description How an account stands.
         * @enum {string}
         */
        AccountState: "active" | "resting" | "limited" | "closed";
        /** @description An account, over everybody. */
        AccountView: {
            account: string;
            /**
             * Format: int64
             * @description What it is owed; below zero it owes.
             */
            balance: number;
            /**
             * Format: int64
             * @description How many people have something in it, or owe.
             */
            holders: number;
            /** @description `shop`, `members` or `suppliers`. */
            of: string;
            title: components["schemas"]["Words"];
            /** @description `money` or `points`. */
            unit: string;
        };
        /** @description A campaign that was started. */
        AddedCampaign: {
            id: components["schemas"]["Id"];
        };
        /** @description A template that was added. */
        AddedFreight: {
            id: components["schemas"]["Id"];
        };
        /** @description A group-buy that is offered. */
        AddedGroupBuy: {
            id: components["schemas"]["Id"];
        };
        /** @description Something that was added. */
        AddedView: {
            id: components["schemas"]["Id"];
        };
        /** @description An address to keep. */
        AddressBody: {
            /** @description 省、市、区和详细地址 */
            address: string;
            /** @description 收件人 */
            name: string;
            /** @description 手机号 */
            phone: string;
            /** @description Whether it is the one that orders begin with. */
            preferred?: boolean;
        };
        /** @description One of my addresses. */
        AddressView: {
            address: string;
            id: components["schemas"]["Id"];
            name: string;
            phone: string;
            /** @description Whether it is the one that orders begin with. */
            preferred: boolean;
        };
        /** @description A member concerned. */
        AlarmEvidence: {
            /**
             * Format: int64
             * @description A sum in minor units; for `chain_depth` a level.
             */
            figure: number;
            member: components["schemas"]["Id"];
            nickname: string;
        };
        /** @description What the shop answers to a review. */
        AnswerReviewBody: {
            /** @description Everybody reads it under the review. */
            text: string;
        };
        /** @description What the shop answers to a review. */
        AnswerView: {
            at: components["schemas"]["At"];
            text: string;
        };
        /** @description An appeal. */
        AppealBody: {
            about: components["schemas"]["AboutWord"];
            /** @description What I want looked at again, and why. */
            text: string;
        };
        /** @description One of my appeals. */
        AppealView: {
            /** @description `rank` or `freeze`. */
            about: string;
            /** @description What I was told. */
            answer: string;
            asked_at: components["schemas"]["At"];
            decided_at?: components["schemas"]["At"] | null;
            id: components["schemas"]["Id"];
            /** @description `open`, `granted` or `declined`. */
            state: string;
            /** @description What I said. */
            text: string;
        };
        /** @description An approval. */
        ApproveBody: {
            /** @description A word to the buyer. */
            answer?: string;
            /** @description Whether the pieces can be sold again. */
            restock?: boolean;
        };
        /** @description What should go back. */
        AskBody: {
            /**
             * Format: int64
             * @description Which line of the order.
             */
            line: number;
            /**
             * Format: int64
             * @description How many pieces.
             */
            quantity: number;
            /** @description Why. */
            reason: string;
        };
        /** @description A case that was opened. */
        AskedView: {
            id: components["schemas"]["Id"];
        };
        /** Format: date-time */
        At: string;
        /** @description Whether the log is whole. */
        AuditCheck: {
            /**
             * Format: int64
             * @description Records, if it is whole.
             */
            count: number;
            /** @description The same in English. */
            en: string;
            /** @description The hash of the last record: keep it elsewhere, and compare it later. */
            head: string;
            /** @description Whether no record was changed, moved, added or removed. */
            ok: boolean;
            /** @description What is wrong first, in Chinese. */
            zh: string;
        };
        /** @description A record of the audit log. */
        AuditView: {
            /** @description What: a stable name. */
            action: string;
            /** @description Who: `staff:ID`, `token:ID`, `member:ID` or `system`. */
            actor: string;
            /** @description The name of somebody of staff, or a member's nickname. */
            actor_name?: string | null;
            /** @description When. */
            at: components["schemas"]["At"];
            /** @description Particulars. */
            detail: unknown;
            /** @description Its hash, which covers the record before. */
            hash: string;
            /** @description Its id. */
            id: components["schemas"]["Id"];
            /** @description To whom or what: `member/123`. */
            subject: string;
            /** @description The nickname of a member whom it is about. */
            subject_name?: string | null;
        };
        /** @description A balance of somebody. */
        BalanceView: {
            account: string;
            /** Format: int64 */
            amount: number;
            title: components["schemas"]["Words"];
            /** @description `money` or `points`. */
            unit: string;
        };
        /**
         * @description Why a person may be contacted.
         * @enum {string}
         */
        Basis: "added_us" | "consent" | "order" | "inquiry";
        /** @description How an order will be paid. */
        BeginBody: {
            /** @description One of the shop's ways to pay. */
            provider: string;
            /** @description Usually by QR code. */
            way?: components["schemas"]["WayBody"];
        };
        /** @description How long a customer stays with the promoter who brought them. */
        Binding: {
            /** @enum {string} */
            kind: "permanent";
        } | {
            /**
             * Format: int32
             * @description How many.
             */
            days: number;
            /** @enum {string} */
            kind: "days";
        } | {
            /** @enum {string} */
            kind: "latest";
        };
        /** @description Whose customer a member is. */
        BindingView: {
            /** @description `join` or `order`. */
            how: string;
            promoter: components["schemas"]["Id"];
            /** @description The member's nickname; empty if the member has left. */
            promoter_name: string;
            since: components["schemas"]["At"];
            until?: components["schemas"]["At"] | null;
        };
        /** @description What a check of the books found. */
        BooksView: {
            difference?: components["schemas"]["Words"] | null;
            /** @description Debits equal credits, and every balance is the sum of its entries. */
            is_right: boolean;
        };
        /** @description A brand, and how many hits it has. */
        BrandFacet: {
            brand: string;
            /** Format: int64 */
            count: number;
        };
        /** @description What came of a call. */
        CallAnswerBody: {
            again_at?: components["schemas"]["At"] | null;
            /** @description What was said; no more than is needed. */
            note?: string;
            result: components["schemas"]["CallResult"];
        };
        /**
         * @description What came of a call.
         * @enum {string}
         */
        CallResult: "no_answer" | "not_now" | "no" | "yes";
        /** @description A campaign to start. Its terms cannot be changed later: whoever holds a coupon has what was promised. */
        CampaignBody: {
            /** @description Who pays for it: `shop`. A supplier or a promoter cannot yet, as the books would not tell of it. */
            bearer: string;
            closes_at?: components["schemas"]["At"] | null;
            /** @description 4 to 24 Latin letters and digits, where they are given out by code. */
            code?: string | null;
            /**
             * Format: int64
             * @description The budget in money, in minor units: it holds the most that each coupon takes off, until that coupon runs out.
             */
            money?: number | null;
            opens_at?: components["schemas"]["At"] | null;
            /**
             * Format: int64
             * @description Coupons of one member.
             */
            per_member: number;
            /**
             * Format: int64
             * @description The budget in coupons. At least one of the two budgets is needed.
             */
            pieces?: number | null;
            /** @description What a coupon takes off, on what and for whom. */
            rules: components["schemas"]["CouponRules"];
            title: string;
            /**
             * Format: int64
             * @description They can be used for so many days after they were given out.
             */
            valid_days?: number | null;
            valid_from?: components["schemas"]["At"] | null;
            valid_until?: components["schemas"]["At"] | null;
            /** @description `collect`: customers collect coupons. `code`: they type a code. `staff`: staff gives them. */
            way: string;
        };
        /** @description A campaign from which customers collect coupons. */
        CampaignView: {
            /**
             * Format: int64
             * @description What a coupon takes off, in minor units; with a `rate`, the most that it takes off.
             */
            amount: number;
            closes_at?: components["schemas"]["At"] | null;
            hindrance?: components["schemas"]["Words"] | null;
            id: components["schemas"]["Id"];
            /**
             * Format: int64
             * @description Coupons that the budget still allows; nothing if it has no end.
             */
            left?: number | null;
            /**
             * Format: int64
             * @description How many I was given.
             */
            mine: number;
            /**
             * Format: int32
             * @description The share that it takes off, in millionths; nothing if it takes off `amount`.
             */
            rate?: number | null;
            /**
             * @description All that one has to know of a coupon, a sentence each: on what, for whom, how often, and what becomes of it when its order is
             *     refunded.
             */
            terms: components["schemas"]["Words"][];
            title: string;
            /**
             * Format: int64
             * @description For how many days after it was given out.
             */
            valid_days?: number | null;
            valid_from?: components["schemas"]["At"] | null;
            valid_until?: components["schemas"]["At"] | null;
            /** @description What a coupon takes off, and from which amount on. */
            worth: components["schemas"]["Words"];
        };
        /** @description A product in a list. */
        Card: {
            /**
             * Format: int64
             * @description The lowest price of its SKUs without any list of prices, in minor units; nothing if that is what the visitor pays.
             */
            base?: number | null;
            category?: components["schemas"]["Id"] | null;
            code: string;
            /**
             * Format: int64
             * @description What a promoter who is signed in earns with the sale of one piece to a customer, in minor units; nobody else sees it.
             */
            earn?: number | null;
            id: components["schemas"]["Id"];
            in_stock: boolean;
            is_hot: boolean;
            picture?: components["schemas"]["Id"] | null;
            /**
             * Format: int64
             * @description The lowest price of its SKUs for the visitor, in minor units.
             */
            price: number;
            /**
             * Format: int64
             * @description Pieces sold.
             */
            sold: number;
            title: components["schemas"]["Words"];
            why?: components["schemas"]["Words"] | null;
        };
        /** @description How a product is carried. */
        CarriedBody: {
            template?: components["schemas"]["Id"] | null;
            /**
             * Format: int64
             * @description Of one piece with its wrapping, in grams; counts in templates by weight.
             */
            weight: number;
        };
        /** @description An after-sale case. */
        CaseView: {
            /**
             * Format: int64
             * @description The money that is asked back, in minor units.
             */
            amount: number;
            /** @description What staff said. */
            answer: string;
            asked_at: components["schemas"]["At"];
            buyer: components["schemas"]["Id"];
            decided_at?: components["schemas"]["At"] | null;
            id: components["schemas"]["Id"];
            /** Format: int64 */
            line: number;
            order: components["schemas"]["Id"];
            /** Format: int64 */
            quantity: number;
            reason: string;
            /** @description `asked`, `approved`, `refused`, `withdrawn`. */
            state: string;
        };
        /** @description A category. */
        CategoryBody: {
            /** @description The plan language's category. */
            code: string;
            parent?: components["schemas"]["Id"] | null;
            /**
             * Format: int64
             * @description Its place among its siblings.
             */
            position?: number;
            title_en: string;
            title_zh: string;
        };
        /** @description A category, and how many hits it has. */
        CategoryFacet: {
            /** Format: int64 */
            count: number;
            id: components["schemas"]["Id"];
            title_en: string;
            title_zh: string;
        };
        /** @description A category with those inside of it. */
        CategoryView: {
            children: components["schemas"]["CategoryView"][];
            code: string;
            id: components["schemas"]["Id"];
            /** Format: int64 */
            position: number;
            title_en: string;
            title_zh: string;
        };
        /** @description An account that answers on a channel. */
        ChannelAccountBody: {
            account: components["schemas"]["Id"];
            /**
             * Format: int64
             * @description People a day, at most.
             */
            most: number;
            /** @description When it answers; at any time, if there are none. */
            shifts?: components["schemas"]["Shift"][];
        };
        /** @description An account that answers on a channel. */
        ChannelAccountView: {
            id: components["schemas"]["Id"];
            /** @description Whether it is on duty now. */
            is_on: boolean;
            /** @description Whether it is written down how people add it. */
            is_reachable: boolean;
            /**
             * Format: int64
             * @description People a day, at most.
             */
            most: number;
            name: string;
            platform: components["schemas"]["Platform"];
            /** @description When it answers; at any time, if there are none. */
            shifts: components["schemas"]["Shift"][];
            state: components["schemas"]["AccountState"];
            /**
             * Format: int64
             * @description People who came to it today.
             */
            today: number;
        };
        /** @description What is said of a channel. */
        ChannelBody: {
            /** @description The accounts that answer in turns. */
            accounts: components["schemas"]["ChannelAccountBody"][];
            /**
             * Format: int64
             * @description What it has cost so far, in minor units.
             */
            cost?: number;
            /** @description The account that answers when no other is on duty or has room. */
            fallback: components["schemas"]["Id"];
            kind: components["schemas"]["Source"];
            name: string;
            operator?: components["schemas"]["Id"] | null;
            /** @description What is said from which hour on. */
            welcomes?: components["schemas"]["Welcome"][];
        };
        /** @description What is said of a channel from now on. */
        ChannelChange: {
            channel: components["schemas"]["ChannelBody"];
            /** @description Why: kept with what changed. */
            reason: string;
        };
        /** @description A channel with who answers on it and what happened to it. */
        ChannelDetail: components["schemas"]["ChannelView"] & {
            accounts: components["schemas"]["ChannelAccountView"][];
            /** @description The newest first. */
            events: components["schemas"]["ChatEventView"][];
            fallback: components["schemas"]["Id"];
            fallback_name: string;
            /** @description Minutes of the week in which only the fallback answers. */
            gaps: components["schemas"]["Gap"][];
            /** @description Whom somebody would meet now; nobody if it is closed. */
            now?: string | null;
            welcomes: components["schemas"]["Welcome"][];
        };
        /**
         * @description How a channel stands.
         * @enum {string}
         */
        ChannelState: "open" | "closed";
        /** @description Whether a channel is open from now on. */
        ChannelStateBody: {
            reason: string;
            state: components["schemas"]["ChannelState"];
        };
        /**
         * @description A step on the way from a channel to a second order.
         * @enum {string}
         */
        ChannelStep: "shown" | "scanned" | "added" | "grouped" | "ordered" | "again";
        /** @description How far people of a channel have come, and what that cost. */
        ChannelStepView: {
            /**
             * Format: int64
             * @description What each of them cost, in minor units; nothing if there is nobody.
             */
            cost_each?: number | null;
            /**
             * Format: int64
             * @description How many; nothing if nobody observed it.
             */
            people?: number | null;
            step: components["schemas"]["ChannelStep"];
        };
        /** @description A channel, and how far its people have come. */
        ChannelView: {
            /** @description Of its link; files of contacts name the channel by it. */
            code: string;
            /**
             * Format: int64
             * @description What it has cost so far, in minor units.
             */
            cost: number;
            id: components["schemas"]["Id"];
            kind: components["schemas"]["Source"];
            /** @description The page that its QR code leads to. */
            link: string;
            /**
             * Format: int64
             * @description How many of its contacts are known as members: only their orders are seen.
             */
            members: number;
            name: string;
            /** @description The staff account that runs it. */
            operator: components["schemas"]["Id"];
            operator_name: string;
            state: components["schemas"]["ChannelState"];
            /** @description From the first step to the last. */
            steps: components["schemas"]["ChannelStepView"][];
        };
        /** @description What some lines of an order pay for being carried. */
        ChargeView: {
            /**
             * Format: int64
             * @description In minor units.
             */
            amount: number;
            /** @description Whether it has gone back, with the last of those lines. */
            is_refunded: boolean;
            /** @description The lines' numbers. */
            lines: number[];
            /** @description How it comes about. */
            why: components["schemas"]["Words"];
        };
        /** @description A chat account to write down. */
        ChatAccountBody: {
            /** @description The link that its own QR code holds, by which people add it. */
            address?: string;
            /** @description Its id at the platform. */
            handle?: string;
            /**
             * Format: int64
             * @description Groups that it may own, at most.
             */
            most_groups: number;
            /**
             * Format: int64
             * @description People in them, at most.
             */
            most_people: number;
            name: string;
            operator?: components["schemas"]["Id"] | null;
            platform: components["schemas"]["Platform"];
        };
        /** @description What is said of a chat account from now on. */
        ChatAccountChange: {
            /** @description The link that its own QR code holds, by which people add it. */
            address?: string;
            handle?: string;
            /** Format: int64 */
            most_groups: number;
            /** Format: int64 */
            most_people: number;
            name: string;
            operator: components["schemas"]["Id"];
            /** @description Why: kept with what changed. */
            reason: string;
        };
        /** @description A chat account with what happened to it. */
        ChatAccountDetail: components["schemas"]["ChatAccountView"] & {
            /** @description The newest first. */
            events: components["schemas"]["ChatEventView"][];
        };
        /** @description How an account stands from now on. */
        ChatAccountStateBody: {
            reason: string;
            state: components["schemas"]["AccountState"];
        };
        /** @description A chat account. */
        ChatAccountView: {
            /** @description The link that its own QR code holds; empty if nobody wrote it down. */
            address: string;
            /**
             * Format: int64
             * @description Groups that it owns and that are not closed.
             */
            groups: number;
            /** @description Its id at the platform; empty if nobody wrote it down. */
            handle: string;
            id: components["schemas"]["Id"];
            /**
             * Format: int64
             * @description Groups that it may own, at most.
             */
            most_groups: number;
            /**
             * Format: int64
             * @description People in them, at most.
             */
            most_people: number;
            name: string;
            /** @description The staff account that runs it. */
            operator: components["schemas"]["Id"];
            operator_name: string;
            /**
             * Format: int64
             * @description People in them; those that nobody has counted are left out.
             */
            people: number;
            platform: components["schemas"]["Platform"];
            state: components["schemas"]["AccountState"];
            /**
             * Format: int64
             * @description How many of its groups nobody has counted.
             */
            uncounted: number;
        };
        /** @description How many people a group is made for. */
        ChatBand: {
            /**
             * Format: int64
             * @description From here on it is at its best.
             */
            best_from: number;
            /**
             * Format: int64
             * @description Up to here it is at its best; above it may be split.
             */
            best_to: number;
            /**
             * Format: int64
             * @description Fewer are too few.
             */
            least: number;
            /**
             * Format: int64
             * @description It takes no more.
             */
            most: number;
        };
        /** @description Groups to clone. */
        ChatCloneBody: {
            /** @description The account that owns them. */
            account: components["schemas"]["Id"];
            /**
             * Format: int64
             * @description How many: one at first, up to 100 once it has been cloned before.
             */
            count: number;
            /**
             * Format: int64
             * @description The number of the first one.
             */
            first: number;
            operator?: components["schemas"]["Id"] | null;
            /** @description Their names; `{n}` is the number of each. */
            pattern: string;
            /** @description Why a group that has proved nothing is cloned. */
            reason?: string;
        };
        /** @description The groups that were made. */
        ChatClonesView: {
            groups: components["schemas"]["Id"][];
        };
        /** @description How many people were counted. */
        ChatCountBody: {
            at?: components["schemas"]["At"] | null;
            /** Format: int64 */
            members: number;
        };
        /** @description How many groups were counted. */
        ChatCountedView: {
            /** Format: int64 */
            groups: number;
        };
        /** @description How many people were in a group, when, and how that is known. */
        ChatCountView: {
            at: components["schemas"]["At"];
            /** Format: int64 */
            members: number;
            way: components["schemas"]["Way"];
        };
        /** @description What a pilot has to show. */
        ChatCriteria: {
            /**
             * Format: int64
             * @description How many have to order; nothing does not ask.
             */
            buyers?: number | null;
            /**
             * Format: int64
             * @description Days that it has to run, at least.
             */
            days: number;
            /**
             * Format: int64
             * @description Of a hundred people who were in the group, how many have to be in it still; nothing does not ask.
             */
            kept?: number | null;
            /**
             * Format: int64
             * @description Of a hundred people, how many have to speak; nothing does not ask.
             */
            speaking?: number | null;
        };
        /** @description Something that happened to an account or a group. */
        ChatEventView: {
            /** @description What: `state`, or the name of what changed. */
            action: string;
            /** @description Who: `staff:ID` or `token:ID`. */
            actor: string;
            at: components["schemas"]["At"];
            became: string;
            reason: string;
            was: string;
        };
        /** @description The measures of a group from a file of what people did in it. */
        ChatFiguresView: {
            /** @description When the file was uploaded. */
            at: components["schemas"]["At"];
            /** @description Of what the file tells: its first and its last moment. */
            begins_at: components["schemas"]["At"];
            ends_at: components["schemas"]["At"];
            /** @description As `banyan groups measure` tells them; `null` was not observed. */
            figures: {
                [key: string]: number | null;
            };
            /** Format: int64 */
            rows: number;
        };
        /** @description A group to begin. */
        ChatGroupBody: {
            /** @description The account that owns it; its platform is the group's. */
            account: components["schemas"]["Id"];
            band: components["schemas"]["ChatBand"];
            kind: components["schemas"]["GroupKind"];
            name: string;
            operator?: components["schemas"]["Id"] | null;
            purpose: components["schemas"]["Purpose"];
        };
        /** @description What is said of a group from now on. */
        ChatGroupChange: {
            account: components["schemas"]["Id"];
            band: components["schemas"]["ChatBand"];
            kind: components["schemas"]["GroupKind"];
            name: string;
            operator: components["schemas"]["Id"];
            purpose: components["schemas"]["Purpose"];
            /** @description Why: kept with what changed. */
            reason: string;
        };
        /** @description Everything that is known of a group. */
        ChatGroupDetail: components["schemas"]["ChatGroupView"] & {
            /** @description The newest first. */
            counts: components["schemas"]["ChatCountView"][];
            criteria?: components["schemas"]["ChatCriteria"] | null;
            /** @description What happened to it, the newest first. */
            events: components["schemas"]["ChatEventView"][];
            figures?: components["schemas"]["ChatFiguresView"] | null;
            /** @description Whether it may be cloned without saying why. */
            has_proved: boolean;
            /** @description The steps that lead on from its state. */
            next: components["schemas"]["GroupState"][];
            parent_name?: string | null;
            pilot_at?: components["schemas"]["At"] | null;
            proven_at?: components["schemas"]["At"] | null;
            roles: components["schemas"]["ChatRoleView"][];
            /** @description Every version, the newest first. */
            rules: components["schemas"]["ChatRulesView"][];
            /** @description How the pilot stands, criterion by criterion. */
            verdicts: components["schemas"]["ChatVerdict"][];
        };
        /** @description A group. */
        ChatGroupView: {
            /** @description The account that owns it. */
            account: components["schemas"]["Id"];
            account_name: string;
            band: components["schemas"]["ChatBand"];
            count?: components["schemas"]["ChatCountView"] | null;
            id: components["schemas"]["Id"];
            /** @description It was cloned from a group that had proved nothing. */
            is_unproven: boolean;
            kind: components["schemas"]["GroupKind"];
            lineage?: components["schemas"]["Lineage"] | null;
            name: string;
            /** @description The staff account that runs it. */
            operator: components["schemas"]["Id"];
            operator_name: string;
            parent?: components["schemas"]["Id"] | null;
            platform: components["schemas"]["Platform"];
            purpose: components["schemas"]["Purpose"];
            state: components["schemas"]["GroupState"];
        };
        /** @description What an operator carries. */
        ChatLoad: {
            /**
             * Format: int64
             * @description Accounts that the operator runs and that are not closed.
             */
            accounts: number;
            /**
             * Format: int64
             * @description Groups that the operator runs and that are not closed.
             */
            groups: number;
            id: components["schemas"]["Id"];
            name: string;
            /**
             * Format: int64
             * @description People in them; those that nobody has counted are left out.
             */
            people: number;
            /**
             * Format: int64
             * @description How many of the operator's groups nobody has counted.
             */
            uncounted: number;
        };
        /** @description What each account and each operator carries, against what one is to carry at most. */
        ChatLoads: {
            /** @description The newest first, at most 5,000. */
            accounts: components["schemas"]["ChatAccountView"][];
            /**
             * Format: int64
             * @description Groups that one operator looks after, at most.
             */
            groups_each: number;
            /** @description Whether there are more accounts than are shown. */
            is_cut: boolean;
            /** @description Everybody who runs a group or an account; for who sees everybody's, everybody who works here. */
            operators: components["schemas"]["ChatLoad"][];
            /**
             * Format: int64
             * @description People in the groups of one operator, at most.
             */
            people_each: number;
        };
        /** @description All groups that are not closed. */
        ChatMatrix: {
            /** @description The newest first, at most 5,000. */
            groups: components["schemas"]["ChatTile"][];
            /** @description Whether there are more groups than are shown. */
            is_cut: boolean;
        };
        /** @description What the shop holds to. */
        ChatNorms: {
            /**
             * Format: int64
             * @description Groups that one operator looks after, at most.
             */
            groups_each: number;
            /**
             * Format: int64
             * @description People in the groups of one operator, at most.
             */
            people_each: number;
            /** @description How large each platform lets a group be; one that is not named sets no limit. */
            platforms: components["schemas"]["PlatformLimit"][];
        };
        /** @description Somebody of the company in a group. */
        ChatRoleBody: {
            account: components["schemas"]["Id"];
            role: components["schemas"]["GroupRole"];
        };
        /** @description Somebody of the company in a group, as everybody there is shown. */
        ChatRoleView: {
            account: components["schemas"]["Id"];
            account_name: string;
            id: components["schemas"]["Id"];
            role: components["schemas"]["GroupRole"];
        };
        /** @description The rules of a group. */
        ChatRulesBody: {
            text: string;
        };
        /** @description A version of the rules. */
        ChatRulesView: {
            actor: string;
            at: components["schemas"]["At"];
            text: string;
            /** Format: int64 */
            version: number;
        };
        /** @description A group to split off. */
        ChatSplitBody: {
            /** @description The account that owns it. */
            account: components["schemas"]["Id"];
            name: string;
            operator?: components["schemas"]["Id"] | null;
        };
        /** @description How far a group has come from now on. */
        ChatStateBody: {
            reason: string;
            state: components["schemas"]["GroupState"];
        };
        /** @description A group as a tile of the picture. */
        ChatTile: {
            account: components["schemas"]["Id"];
            /** Format: int64 */
            best_from: number;
            /** Format: int64 */
            best_to: number;
            counted_at?: components["schemas"]["At"] | null;
            id: components["schemas"]["Id"];
            kind: components["schemas"]["GroupKind"];
            /** Format: int64 */
            least: number;
            /**
             * Format: int64
             * @description Nothing if nobody has counted.
             */
            members?: number | null;
            /** Format: int64 */
            most: number;
            name: string;
            operator: components["schemas"]["Id"];
            platform: components["schemas"]["Platform"];
            purpose: components["schemas"]["Purpose"];
            /**
             * Format: int64
             * @description Of a thousand people, how many speak; nothing if that was not observed.
             */
            speaking?: number | null;
            state: components["schemas"]["GroupState"];
        };
        /** @description What was asked, what was seen, and whether that is enough. */
        ChatVerdict: {
            /**
             * Format: int64
             * @description At least.
             */
            asked: number;
            criterion: components["schemas"]["Criterion"];
            is_met: boolean;
            /**
             * Format: int64
             * @description Nothing if nobody has observed it since the pilot began.
             */
            seen?: number | null;
        };
        /** @description Which version was made. */
        ChatVersionView: {
            /** Format: int64 */
            version: number;
        };
        /** @description What may be chosen in the settings. */
        ChoicesView: {
            /** @description Who could deliver messages. */
            notifiers: string[];
            packs: components["schemas"]["SettingChoice"][];
            providers: string[];
            tax_profiles: components["schemas"]["SettingChoice"][];
        };
        /** @description A code of an authenticator app, or a recovery code. */
        CodeBody: {
            code: string;
        };
        /** @description Who came back: of those who first bought in a month, how many bought again in each month after it. */
        CohortView: {
            /** @description How many of them bought again in that month, in the next, and so on. */
            again: number[];
            /** @description When the month began. */
            month: components["schemas"]["At"];
            /**
             * Format: int64
             * @description How many first bought in it.
             */
            size: number;
        };
        /** @description What a frequent search finds by the weights that are set, and by others. */
        Compared: {
            after: components["schemas"]["Titled"][];
            before: components["schemas"]["Titled"][];
            /**
             * Format: int32
             * @description How many different people looked for it, up to 64.
             */
            people: number;
            text: string;
        };
        /** @description Money that has arrived. */
        ConfirmBody: {
            /**
             * Format: int64
             * @description What came, in minor units: it has to be what was due.
             */
            amount: number;
            arrived_at?: components["schemas"]["At"] | null;
            /** @description Confirm it although the bank's number has confirmed another payment: one transfer paid for several orders. */
            despite_use?: boolean;
            /** @description The bank's number of the transfer. */
            reference: string;
        };
        /** @description What the shop made of it. */
        ConfirmedView: {
            order: components["schemas"]["Id"];
            /** @description `paid`; `already` if it had been confirmed; `late` if the order had been given up, so that the money goes back. */
            outcome: string;
        };
        /** @description A change of mind. */
        ConsentBody: {
            given: boolean;
        };
        /** @description What I allow, or do not. */
        ConsentView: {
            given: boolean;
            /**
             * @description `shown`: whoever invited me sees my nickname, rank and totals; `links`: share links that I open are remembered;
             *     `contact`: staff may contact me by chat or by phone.
             */
            purpose: string;
            /** @description Since when it stands so. */
            since: components["schemas"]["At"];
            /** @description What it is for, and what ends with it. */
            text: components["schemas"]["Words"];
            title: components["schemas"]["Words"];
        };
        /** @description An account that knows a contact. */
        ContactAccountView: {
            added_at?: components["schemas"]["At"] | null;
            friendship: components["schemas"]["Friendship"];
            /** @description The contact's id at the platform; empty if nobody wrote it down. */
            handle: string;
            id: components["schemas"]["Id"];
            name: string;
            platform: components["schemas"]["Platform"];
            removed_at?: components["schemas"]["At"] | null;
        };
        /** @description A contact to write down. */
        ContactBody: {
            /** @description The account that is to know the contact. */
            account: components["schemas"]["Id"];
            /** @description Why the contact may be contacted. */
            basis: components["schemas"]["Basis"];
            /** @description Where that can be seen: which order, which form, which day. */
            basis_note: string;
            /** @description `1990-05-01` */
            birthday?: string;
            channel?: components["schemas"]["Id"] | null;
            /** @description The contact's id at the account's platform. */
            handle?: string;
            /** @description The name that the contact uses in chats. */
            name: string;
            note?: string;
            phone?: string;
            region?: string;
            source: components["schemas"]["Source"];
        };
        /** @description What is said of a contact from now on. */
        ContactChange: {
            /** @description `1990-05-01` */
            birthday: string;
            channel?: components["schemas"]["Id"] | null;
            name: string;
            note: string;
            /** @description A new phone; nothing leaves it as it is, and an empty text takes it away. */
            phone?: string | null;
            /** @description Why: kept with what changed. */
            reason: string;
            region: string;
            source: components["schemas"]["Source"];
        };
        /** @description Everything that is known of a contact. */
        ContactDetail: components["schemas"]["ContactView"] & {
            at_accounts: components["schemas"]["ContactAccountView"][];
            /** @description Why the contact may be contacted. */
            basis: components["schemas"]["Basis"];
            basis_at: components["schemas"]["At"];
            basis_note: string;
            birthday: string;
            channel?: components["schemas"]["Id"] | null;
            /** @description Its name; empty if they came by none. */
            channel_name: string;
            /** @description The newest first. */
            events: components["schemas"]["ChatEventView"][];
            /** @description What brought the contact to each stage, as far as they came. */
            facts: components["schemas"]["ContactFact"][];
            /** @description The newest first. */
            follow_ups: components["schemas"]["FollowUpView"][];
            given: components["schemas"]["ContactTagView"][];
            groups: components["schemas"]["ContactGroupView"][];
            /** @description Whether they withdrew it themselves, as a member; staff cannot change that. */
            is_own_no: boolean;
            member?: components["schemas"]["Id"] | null;
            /** @description What the shop requires and nobody knows. */
            missing: components["schemas"]["ContactField"][];
            no_at?: components["schemas"]["At"] | null;
            note: string;
            /**
             * Format: int64
             * @description Orders that they paid and kept.
             */
            orders: number;
            /** @description Most of it hidden; nothing if it is not known. */
            phone: string;
            /** @description What was planned to reach them, the newest first. */
            touches: components["schemas"]["TouchView"][];
        };
        /** @description Why all that is kept of a contact is taken away. */
        ContactEraseBody: {
            /** @description For the audit log: no personal data. */
            reason: string;
        };
        /** @description What made a contact come so far. */
        ContactFact: {
            at: components["schemas"]["At"];
            stage: components["schemas"]["Stage"];
        };
        /**
         * @description What may be known of a contact.
         * @enum {string}
         */
        ContactField: "phone" | "region" | "birthday" | "note";
        /** @description A group that a contact is in, or was. */
        ContactGroupView: {
            id: components["schemas"]["Id"];
            joined_at: components["schemas"]["At"];
            left_at?: components["schemas"]["At"] | null;
            name: string;
        };
        /** @description The member account that a contact has in the shop. */
        ContactMemberBody: {
            member?: components["schemas"]["Id"] | null;
            reason: string;
        };
        /** @description What the shop holds to about contacts. */
        ContactNorms: {
            /**
             * Format: int64
             * @description Days without an order after which a customer counts as asleep.
             */
            asleep_days: number;
            /** @description What should be known of every contact. */
            required: components["schemas"]["ContactField"][];
        };
        /** @description A tag that a contact has. */
        ContactTagView: {
            at: components["schemas"]["At"];
            id: components["schemas"]["Id"];
            /** @description Whether a rule gave it, and not somebody. */
            is_by_rule: boolean;
            name: string;
        };
        /** @description A contact. */
        ContactView: {
            /** @description The accounts that know the contact. */
            accounts: string[];
            id: components["schemas"]["Id"];
            /**
             * Format: int64
             * @description How many of the fields that the shop requires are known.
             */
            known: number;
            name: string;
            region: string;
            /**
             * Format: int64
             * @description How many it requires.
             */
            required: number;
            /** @description Whether the person wants no contact, on any account. */
            said_no: boolean;
            source: components["schemas"]["Source"];
            /** @description How far the contact has come, as the facts say. */
            stage: components["schemas"]["Stage"];
            /** @description The moment of the fact that made it so. */
            stage_at: components["schemas"]["At"];
            tags: string[];
        };
        /** @description What one of their coupons would do. */
        CouponChoice: {
            /**
             * Format: int64
             * @description The most that it takes off, in minor units.
             */
            amount: number;
            expires_at?: components["schemas"]["At"] | null;
            id: components["schemas"]["Id"];
            /**
             * Format: int64
             * @description The least amount of what it is for, in minor units.
             */
            least: number;
            /**
             * Format: int64
             * @description What it takes off this cart, in minor units; 0 if it cannot be spent on it.
             */
            off: number;
            /** @description The title of the campaign that gave it out; nothing if it was earned. */
            title?: string | null;
            /** @description Whether it saves most, or why it does not. */
            why: components["schemas"]["Words"];
        };
        /** @description A code for a coupon. */
        CouponCodeBody: {
            /** @description Small and capital letters are the same. */
            code: string;
        };
        /** @description What a coupon takes off, on what and for whom. */
        CouponRules: {
            /**
             * Format: int64
             * @description What it takes off, in minor units; with a `rate`, the most that it takes off.
             */
            amount: number;
            /** @description Codes of categories that it is for, with whatever is inside of them. */
            categories?: string[];
            /**
             * Format: int64
             * @description The least amount of what it is for, in minor units; 0 without a threshold.
             */
            least?: number;
            /** @description Whether it is only for a first order: nobody who waits to pay for an order, or has paid for one, can use it. */
            newcomers?: boolean;
            /** @description Codes of products that it is for. It is for everything if neither products nor categories are named. */
            products?: string[];
            /** @description The rank of the plan, by its id, from which on it can be used; nothing for everybody. */
            rank?: string | null;
            /**
             * Format: int32
             * @description The share that it takes off what it is for, in millionths; nothing if it takes off `amount`.
             */
            rate?: number | null;
        };
        /** @description A coupon. */
        CouponView: {
            /**
             * Format: int64
             * @description What it takes off, in minor units; with a `rate`, the most that it takes off.
             */
            amount: number;
            expires_at?: components["schemas"]["At"] | null;
            id: components["schemas"]["Id"];
            /**
             * Format: int64
             * @description The least amount of what it is for.
             */
            least: number;
            order?: components["schemas"]["Id"] | null;
            /**
             * Format: int32
             * @description The share that it takes off, in millionths; nothing if it takes off `amount`.
             */
            rate?: number | null;
            starts_at?: components["schemas"]["At"] | null;
            /** @description `open`; `held` by an order that waits to be paid; `used`; `void`; `expired`. */
            state: string;
            /** @description All that one has to know of a coupon of a campaign, a sentence each. */
            terms: components["schemas"]["Words"][];
            /** @description The title of the campaign that gave it out; nothing if it was earned. */
            title?: string | null;
        };
        /**
         * @description One of the criteria.
         * @enum {string}
         */
        Criterion: "days" | "kept" | "speaking" | "buyers";
        /**
         * @description Through whose accounts others' money goes.
         * @enum {string}
         */
        CustodyWord: "own_goods" | "licensed" | "pooled";
        /** @description A decision about an appeal. */
        DecideBody: {
            /** @description What the member is told. */
            answer: string;
            /** @description Whether the appeal is upheld. An account that was stopped is let in again with it; a rank is given by its own route. */
            granted: boolean;
        };
        /** @description What the operator declares for the rule packs, as the shop cannot see it. What is left out, a rule asks for. */
        Declared: {
            /**
             * @description Whether comments are asked for when a new plan is announced.
             * @default null
             */
            comments_asked: boolean | null;
            /**
             * @description Whether any course that a rank asks for is sold.
             * @default null
             */
            courses_sold: boolean | null;
            /** @default null */
            custody: components["schemas"]["CustodyWord"] | null;
            /**
             * @description Whether people can become promoters free, without buying anything, where an order makes a promoter as well.
             * @default null
             */
            free_sign_up: boolean | null;
            /**
             * @description Whether anybody under 14 needs a guardian's consent.
             * @default null
             */
            guardian_consent: boolean | null;
            /**
             * Format: int64
             * @description The largest face, in minor units, of the one coupon that an inviter may have after the first settled order of somebody
             *     new; left out it is 2,000. What is larger is pay per head to the rule packs.
             * @default null
             */
            inviter_coupon: number | null;
            /**
             * @description Whether customers can withdraw from a purchase online, in two steps, with an acknowledgement that lasts.
             * @default null
             */
            online_withdrawal: boolean | null;
            /**
             * @description Whether any rank that is given by hand depends on a number of people.
             * @default null
             */
            ranks_by_heads: boolean | null;
            /**
             * @description Whether any rank that is given by hand is given for money or a purchase.
             * @default null
             */
            ranks_sold: boolean | null;
            /**
             * @description Whether every share that earns commission carries the mark of advertising.
             * @default null
             */
            shares_marked: boolean | null;
            /**
             * @description The day on which the VAT profile for natural persons was checked: `2026-11-02`.
             * @default null
             */
            vat_checked_on: string | null;
        };
        /** @description An appeal. */
        DeskAppeal: {
            /** @description `rank` or `freeze`. */
            about: string;
            /** @description What the member was told. */
            answer: string;
            asked_at: components["schemas"]["At"];
            decided_at?: components["schemas"]["At"] | null;
            decided_by?: string | null;
            id: components["schemas"]["Id"];
            member: components["schemas"]["Id"];
            /** @description The member's nickname; empty if the member has left. */
            nickname: string;
            /** @description `open`, `granted` or `declined`. */
            state: string;
            /** @description What the member says. */
            text: string;
        };
        /** @description A group as staff sees it. */
        DeskBuyGroup: components["schemas"]["GroupView"] & {
            /** @description Who opened it. */
            opener_id: components["schemas"]["Id"];
            /** @description Orders that have paid for a seat. */
            orders: components["schemas"]["Id"][];
        };
        /** @description A campaign that gives out coupons, as staff sees it. */
        DeskCampaign: {
            /** @description Who pays for it: `shop`. */
            bearer: string;
            closes_at?: components["schemas"]["At"] | null;
            /** @description The code that customers type. */
            code?: string | null;
            /**
             * Format: int64
             * @description What coupons took off those orders, in minor units.
             */
            discount?: number | null;
            hindrance?: components["schemas"]["Words"] | null;
            id: components["schemas"]["Id"];
            /** @description Whether it gives out coupons now. */
            is_open: boolean;
            /**
             * Format: int64
             * @description Coupons that were given out.
             */
            issued: number;
            /**
             * Format: int64
             * @description Coupons that the budget still allows; nothing if it has no end.
             */
            left?: number | null;
            /**
             * Format: int64
             * @description The budget in money, in minor units; nothing for any sum.
             */
            money?: number | null;
            opens_at: components["schemas"]["At"];
            /**
             * Format: int64
             * @description Paid orders that used a coupon of it. This and what follows is for whoever sees the figures of the whole shop.
             */
            orders?: number | null;
            /**
             * Format: int64
             * @description What was paid for those orders, in minor units.
             */
            paid?: number | null;
            /**
             * Format: int64
             * @description Coupons of one member.
             */
            per_member: number;
            /**
             * Format: int64
             * @description The budget in coupons; nothing for any number.
             */
            pieces?: number | null;
            /**
             * Format: int64
             * @description The most that the coupons given out take off, less those that ran out, in minor units: the budget holds so much for them.
             */
            promised: number;
            /** @description What a coupon takes off, on what and for whom. */
            rules: components["schemas"]["CouponRules"];
            stopped_at?: components["schemas"]["At"] | null;
            /** @description All that one has to know of a coupon, a sentence each, as customers read it. */
            terms: components["schemas"]["Words"][];
            title: string;
            /** Format: int64 */
            valid_days?: number | null;
            valid_from?: components["schemas"]["At"] | null;
            valid_until?: components["schemas"]["At"] | null;
            /** @description `collect`: customers collect them. `code`: they type a code. `staff`: staff gives them. */
            way: string;
            /** @description What a coupon takes off, and from which amount on. */
            worth: components["schemas"]["Words"];
        };
        /** @description An after-sale case, as staff sees it. */
        DeskCase: components["schemas"]["CaseView"] & {
            /** @description The buyer's nickname; empty if they have left. */
            buyer_name: string;
        };
        /** @description An order with everything that belongs to it, as staff sees it. */
        DeskDetail: components["schemas"]["DeskOrder"] & {
            after_sales: components["schemas"]["CaseView"][];
            charges: components["schemas"]["ChargeView"][];
            note: string;
            payments: components["schemas"]["PaymentView"][];
            recipient?: components["schemas"]["RecipientBody"] | null;
            refunds: components["schemas"]["DeskRefund"][];
        };
        /** @description One side of a transfer, as staff sees it. */
        DeskEntry: components["schemas"]["EntryView"] & {
            about?: components["schemas"]["EntryAbout"] | null;
            owner?: components["schemas"]["Id"] | null;
        };
        /** @description A group-buy as staff sees it. */
        DeskGroupBuy: {
            /**
             * Format: int64
             * @description What was paid for those and has not gone back, in minor units.
             */
            amount?: number | null;
            /** @description `everyone`; `joiners`: whoever joins has not ordered before; `newcomers`: whoever opens one hasn't either. */
            audience: string;
            /**
             * Format: int64
             * @description Of one piece without any list of prices, in minor units.
             */
            base: number;
            closes_at?: components["schemas"]["At"] | null;
            /**
             * Format: int64
             * @description Groups in which somebody had paid and which were not complete in time.
             */
            failed: number;
            hindrance?: components["schemas"]["Words"] | null;
            id: components["schemas"]["Id"];
            /** @description Whether groups can be opened now. */
            is_open: boolean;
            /**
             * Format: int64
             * @description For how long a group stays open.
             */
            minutes: number;
            /**
             * Format: int64
             * @description Buyers whose first order it was.
             */
            new_buyers?: number | null;
            /**
             * Format: int64
             * @description Groups in which somebody has paid and which wait for others.
             */
            open_groups: number;
            opens_at: components["schemas"]["At"];
            /**
             * Format: int64
             * @description Orders of complete groups. This and what follows is for whoever sees the figures of the product.
             */
            orders?: number | null;
            /**
             * Format: int64
             * @description Pieces of one buyer; nothing for any number.
             */
            per_member?: number | null;
            /**
             * Format: int64
             * @description Pieces in all; nothing for any number.
             */
            pieces?: number | null;
            /**
             * Format: int64
             * @description Of one piece in a group, in minor units.
             */
            price: number;
            product?: components["schemas"]["Id"] | null;
            /**
             * Format: int64
             * @description Buyers of one group.
             */
            size: number;
            sku: components["schemas"]["Id"];
            stopped_at?: components["schemas"]["At"] | null;
            /**
             * Format: int64
             * @description Groups that are complete.
             */
            succeeded: number;
            /**
             * Format: int64
             * @description Of those, put aside or sold.
             */
            taken: number;
            /** @description All that one has to know before one joins, as customers read it. */
            terms: components["schemas"]["Words"][];
            title: components["schemas"]["Words"];
        };
        /** @description A member in a list of staff's. */
        DeskMember: {
            /** @description The member's invitation code. */
            code: string;
            id: components["schemas"]["Id"];
            /**
             * Format: int64
             * @description How many people they invited.
             */
            invited: number;
            inviter?: components["schemas"]["Id"] | null;
            /** @description The inviter's nickname; empty if they have left. */
            inviter_name?: string | null;
            joined_at: components["schemas"]["At"];
            /** @description The member's nickname; empty if the member has left. */
            nickname: string;
            promoter_at?: components["schemas"]["At"] | null;
            rank?: components["schemas"]["RankView"] | null;
            /** @description `active`, `frozen` or `erased`. */
            state: string;
        };
        /** @description An order as staff sees it. */
        DeskOrder: components["schemas"]["OrderView"] & {
            accounts: components["schemas"]["LineAccount"][];
            buyer: components["schemas"]["Id"];
            /** @description The buyer's nickname; empty if they have left. */
            buyer_name: string;
            seller?: components["schemas"]["Id"] | null;
            /** @description The seller's nickname. */
            seller_name?: string | null;
        };
        /** @description An order in a list of staff's, in short. */
        DeskOrderRow: {
            /**
             * Format: int64
             * @description To be paid, discounts off, in minor units.
             */
            amount: number;
            buyer: components["schemas"]["Id"];
            /** @description The buyer's nickname; empty if they have left. */
            buyer_name: string;
            closed_at?: components["schemas"]["At"] | null;
            group?: components["schemas"]["OrderGroup"] | null;
            id: components["schemas"]["Id"];
            /** @description Whether it is paid and nothing of it is sent: its vouchers wait to be used. */
            is_to_use: boolean;
            /** Format: int64 */
            lines: number;
            paid_at?: components["schemas"]["At"] | null;
            /** Format: int64 */
            pieces: number;
            placed_at: components["schemas"]["At"];
            seller?: components["schemas"]["Id"] | null;
            /** @description The seller's nickname. */
            seller_name?: string | null;
            /** @description `placed`, `paid`, `shipped`, `received`, `settled`, `cancelled`, `refunded`. */
            state: string;
            /** @description The title of the first line. */
            title: components["schemas"]["Words"];
        };
        /** @description An attempt to pay, as staff sees it. */
        DeskPayment: components["schemas"]["PaymentView"] & {
            /** @description When the buyer chose this way to pay. */
            begun_at: components["schemas"]["At"];
            buyer: components["schemas"]["Id"];
            /** @description The buyer's nickname; empty if they have left. */
            buyer_name: string;
        };
        /** @description A product as staff sees it. */
        DeskProduct: {
            /** @description Its brand as people write it; may be empty. */
            brand: string;
            category?: components["schemas"]["Id"] | null;
            changed_at: components["schemas"]["At"];
            code: string;
            description: string;
            freight?: components["schemas"]["Id"] | null;
            id: components["schemas"]["Id"];
            is_hot: boolean;
            is_on: boolean;
            keeper?: components["schemas"]["KeeperView"] | null;
            /** @description Further words by which it is found, with commas between. */
            keywords: string;
            /** @description `physical`: it is sent. `voucher`: each piece is a code; `GET /staff/products/{id}/kind` says what they promise. */
            kind: string;
            pictures: components["schemas"]["Id"][];
            /**
             * Format: int64
             * @description The product's own rate, in millionths.
             */
            rate: number;
            skus: components["schemas"]["DeskSku"][];
            /** Format: int64 */
            sold: number;
            supplier?: components["schemas"]["Id"] | null;
            title: components["schemas"]["Words"];
            /**
             * Format: int64
             * @description Of one piece, in grams.
             */
            weight: number;
        };
        /** @description A change of rank, as staff sees it. */
        DeskRankChange: components["schemas"]["RankChangeView"] & {
            /** @description Who did it. */
            actor: string;
        };
        /** @description Money on its way back, as staff sees it. */
        DeskRefund: components["schemas"]["RefundView"] & {
            /**
             * @description Why the last try did not send it: a code, with the provider's own words behind a colon where there are any. One of
             *     `noprovider`, `refused`, `busy`, `unsure`, `invalid`, `unsupported`, `settings`, `closed`, `stuck`.
             */
            error?: string | null;
        };
        /** @description A review, as staff sees it. */
        DeskReview: {
            answer?: components["schemas"]["AnswerView"] | null;
            at: components["schemas"]["At"];
            hidden?: string | null;
            id: components["schemas"]["Id"];
            is_promoter: boolean;
            member: components["schemas"]["Id"];
            nickname: string;
            order: components["schemas"]["Id"];
            /** @description The product's code. */
            product: string;
            /** Format: int64 */
            stars: number;
            text: string;
            /**
             * Format: int64
             * @description How many members found it useful.
             */
            useful: number;
        };
        /** @description A SKU as staff sees it. */
        DeskSku: {
            code: string;
            /**
             * Format: int64
             * @description Of one piece, in minor units.
             */
            cost: number;
            id: components["schemas"]["Id"];
            is_on: boolean;
            limits: components["schemas"]["LimitsView"];
            /**
             * Format: int64
             * @description Of one piece, in minor units.
             */
            price: number;
            /** @description Its prices for somebody; whoever none of them is for, pays `price`. */
            prices: components["schemas"]["PriceView"][];
            /**
             * Format: int64
             * @description Pieces that are promised to nobody.
             */
            stock: number;
            title: components["schemas"]["Words"];
            /** @description What one piece counts for beside its price, in minor units, by the volume's name in plans. */
            volumes: {
                [key: string]: number;
            };
        };
        /** @description A voucher in a list of staff's. */
        DeskVoucher: {
            buyer: components["schemas"]["Id"];
            /** @description The buyer's nickname; empty if they have left. */
            buyer_name: string;
            ended_at?: components["schemas"]["At"] | null;
            expires_at: components["schemas"]["At"];
            id: components["schemas"]["Id"];
            /** Format: int64 */
            line: number;
            order: components["schemas"]["Id"];
            /** Format: int64 */
            piece: number;
            /** @description Where it is redeemed. */
            place: components["schemas"]["Words"];
            /** @description The product's name in plans. */
            product_code: string;
            /** @description Who redeemed it. */
            redeemed_by?: string | null;
            /** @description `unused`, `redeemed`, `refunded`, `expired`. */
            state: string;
            title: components["schemas"]["Words"];
        };
        /** @description A withdrawal as staff sees it. */
        DeskWithdrawal: components["schemas"]["WithdrawalView"] & {
            /**
             * Format: int64
             * @description What is available to them beside this; below zero they owe it.
             */
            available: number;
            bank_file?: components["schemas"]["Id"] | null;
            member: components["schemas"]["Id"];
            /** @description `frozen` if staff has stopped them: nothing goes out to them without `despite_stop` and a reason. Otherwise `active`. */
            member_state: string;
            nickname: string;
        };
        /** @description Rewards at one distance from the seller. */
        DistanceFigures: {
            /** Format: int64 */
            amount: number;
            /** Format: int64 */
            distance: number;
        };
        /** @description What to replay. */
        DryRunBody: {
            /**
             * Format: int64
             * @description Days to go back; 30 unless another number is said.
             */
            days?: number | null;
            /** @description The plan as TOML. */
            source: string;
        };
        /** @description One member in a dry run. */
        DryRunMember: {
            /** Format: int64 */
            after: number;
            /** Format: int64 */
            before: number;
            /** Format: int64 */
            change: number;
            member: components["schemas"]["Id"];
            nickname: string;
            rank_after: components["schemas"]["Words"];
            rank_before: components["schemas"]["Words"];
        };
        /** @description Touches that are due. */
        DueTouchesView: {
            /** @description Whether there are more than are shown. */
            is_cut: boolean;
            /** @description The soonest first, at most 500. */
            touches: components["schemas"]["TouchView"][];
        };
        /** @description What rewards of one unit come to. */
        EarnedSum: {
            /**
             * Format: int64
             * @description What it was when it was paid: minor units, or points.
             */
            amount: number;
            /**
             * Format: int64
             * @description What is left of it after refunds.
             */
            kept: number;
            /** @description `money`, `coupon` (at its face value), `points`. */
            unit: string;
        };
        /** @description What a member earned by one event: an order, somebody who joined, the close of a period. */
        EarnedView: {
            at: components["schemas"]["At"];
            /** @description What was rewarded: `sale`, `join`, `promotion`, `first_sale`, `period`. */
            event: string;
            member?: components["schemas"]["Id"] | null;
            /** @description Who bought, joined or rose: their nickname, if the reader may know it. */
            name?: string | null;
            order?: components["schemas"]["Id"] | null;
            rewards: components["schemas"]["RewardView"][];
            /** @description `pending` if any of them is; `available`; `taken_back` when nothing is left. */
            state: string;
            /** @description Its rewards added up. */
            sums: components["schemas"]["EarnedSum"][];
        };
        /** @description Earnings of one day. */
        EarningsDay: {
            /** Format: int64 */
            amount: number;
            /** @description When it began. */
            at: components["schemas"]["At"];
        };
        /** @description What I earn, in minor units of the shop's currency. */
        EarningsView: {
            /**
             * Format: int64
             * @description May be withdrawn now.
             */
            available: number;
            /**
             * Format: int64
             * @description Coupons that may be spent, by face value.
             */
            coupons: number;
            /** @description The last 30 days, the oldest first. */
            days: components["schemas"]["EarningsDay"][];
            /**
             * Format: int64
             * @description Since the month began.
             */
            month: number;
            /**
             * Format: int64
             * @description What refunds took back of earnings that were paid out already: later earnings pay it back first.
             */
            owed: number;
            /**
             * Format: int64
             * @description Paid out, tax included.
             */
            paid: number;
            /**
             * Format: int64
             * @description On lines whose refund window is open.
             */
            pending: number;
            /** Format: int64 */
            points: number;
            /**
             * Format: int64
             * @description Earned since the day began, less what refunds took back.
             */
            today: number;
            /**
             * Format: int64
             * @description Everything that was ever earned.
             */
            total: number;
            /**
             * Format: int64
             * @description What is on its way out: withdrawals that are requested and not paid.
             */
            withdrawing: number;
        };
        /** @description A customer who wants to be a promoter. */
        EnrolBody: {
            /** @description Whether they say that they have reached the age that the shop asks of promoters. */
            adult?: boolean;
        };
        /** @description What an entry was for. */
        EntryAbout: {
            /**
             * Format: int64
             * @description How many lines the order has; 0 if it is none.
             */
            lines: number;
            member?: components["schemas"]["Id"] | null;
            /** @description The member's nickname, if the reader may know it. */
            name?: string | null;
            /** @description The title of an order's first line. */
            title?: string | null;
            /** @description `order`, `withdrawal` or `member`. */
            what: string;
        };
        /** @description One side of a transfer. */
        EntryView: {
            /** @description `pending`, `available`, `withdrawing`, `coupons`, … */
            account: string;
            account_title: components["schemas"]["Words"];
            /**
             * Format: int64
             * @description Minor units, or points. Above zero, the account is owed more.
             */
            amount: number;
            at: components["schemas"]["At"];
            /** @description What it was for: `payment`, `repayment`, `reward`, `settlement`, `withdrawal`, `payout`, … */
            kind: string;
            /**
             * Format: int64
             * @description The order's line.
             */
            line: number;
            /** @description The order, the withdrawal, who joined, or the close of the period. */
            reference: components["schemas"]["Id"];
            title: components["schemas"]["Words"];
        };
        /** @description A member leaves, at their own request. */
        EraseBody: {
            /** @description Whether the member knows that money, pending rewards, coupons and points that are left are lost. */
            forfeit?: boolean;
            /** @description For the audit log: no personal data. */
            reason: string;
        };
        /** @description What a search finds, and why. */
        Explained: {
            /** @description What was probably meant, if it is not what was typed. */
            corrected?: string | null;
            /** @description The first 20. */
            items: components["schemas"]["ExplainedHit"][];
            /**
             * Format: int64
             * @description How many products in all.
             */
            total: number;
        };
        /** @description Why a product stands where it stands. */
        ExplainedHit: {
            /**
             * Format: int64
             * @description By what that is multiplied, in thousandths.
             */
            boost: number;
            code: string;
            /** @description Its place, from 1. */
            place: number;
            product: components["schemas"]["Id"];
            /** Format: int64 */
            score: number;
            /**
             * Format: int64
             * @description How well its text meets the question, in millionths.
             */
            text: number;
            title: components["schemas"]["Words"];
            /** @description Its place by the weights that are set, among the first 1,000. */
            was?: number | null;
            /** @description The same in sentences, with what would move it past the one above. */
            why: components["schemas"]["Words"][];
        };
        /** @description How many of the hits have what. A facet's counts do not heed the filter on itself, so that they say what another choice would find. */
        FacetsView: {
            brands: components["schemas"]["BrandFacet"][];
            categories: components["schemas"]["CategoryFacet"][];
            /**
             * Format: int64
             * @description What can be bought now.
             */
            in_stock: number;
            /** @description In the order of prices. */
            prices: components["schemas"]["PriceFacet"][];
        };
        /**
         * @description Why a review may be hidden.
         * @enum {string}
         */
        Fault: "personal_data" | "unlawful" | "off_topic";
        /** @description Which withdrawals go into a bank file. */
        FileBody: {
            /** @description Take those named although a member is stopped: the audit log keeps it with the reason. */
            despite_stop?: boolean;
            /** @description The withdrawals to take; all that are approved, up to 500, if they are left out. */
            ids?: components["schemas"]["Id"][] | null;
            /** @description Why somebody who is stopped is paid. */
            reason?: string;
        };
        /** @description A bank file. */
        FileView: {
            /**
             * Format: int64
             * @description Withdrawals in it.
             */
            count: number;
            id: components["schemas"]["Id"];
            made_at: components["schemas"]["At"];
            /**
             * Format: int64
             * @description Of those, not yet marked as paid or failed.
             */
            open: number;
            /**
             * Format: int64
             * @description What the bank is to pay, in minor units.
             */
            total: number;
        };
        /** @description The recipient whose orders are looked for. */
        FindBody: {
            /** @description The recipient's whole name. */
            name: string;
            /** @description The last four digits of the recipient's phone, or all of it. */
            phone: string;
        };
        /** @description Whom to find. */
        FindMembersBody: {
            /** @description A phone number, or its last four digits. */
            phone: string;
        };
        /** @description What came of it. */
        FollowedBody: {
            result: string;
        };
        /** @description What somebody is going to do for a contact. */
        FollowUpBody: {
            due_at: components["schemas"]["At"];
            what: string;
        };
        /** @description What is still to be done for contacts. */
        FollowUpsView: {
            /** @description The soonest first, at most 500. */
            follow_ups: components["schemas"]["FollowUpView"][];
            /** @description Whether there are more than are shown. */
            is_cut: boolean;
        };
        /** @description What somebody is going to do for a contact. */
        FollowUpView: {
            contact: components["schemas"]["Id"];
            contact_name: string;
            done_at?: components["schemas"]["At"] | null;
            due_at: components["schemas"]["At"];
            id: components["schemas"]["Id"];
            /** @description The member of staff who does it. */
            operator: components["schemas"]["Id"];
            /** @description What came of it. */
            result: string;
            what: string;
        };
        /** @description A voucher at the desk where it is redeemed. */
        FoundVoucher: {
            /** @description The buyer's nickname, shortened. */
            buyer_name: string;
            expires_at: components["schemas"]["At"];
            hindrance?: components["schemas"]["Words"] | null;
            /** @description The stable code of that. */
            hindrance_code?: string | null;
            id: components["schemas"]["Id"];
            /** @description `unused`, `redeemed`, `refunded`, `expired`. */
            state: string;
            terms: components["schemas"]["TermsView"];
            /** @description What was bought. */
            title: components["schemas"]["Words"];
        };
        /** @description A freight template as it should be. */
        FreightBody: {
            elsewhere?: components["schemas"]["RateBody"] | null;
            title: string;
            /** @description `weight`: grams are counted. `pieces`: pieces are. */
            unit: string;
            /** @description Of several regions in which an address lies, the one with the longest name counts. */
            zones?: components["schemas"]["ZoneBody"][];
        };
        /** @description A freight template. */
        FreightView: components["schemas"]["RulesBody"] & {
            id: components["schemas"]["Id"];
            /**
             * Format: int64
             * @description How many products go by it.
             */
            products: number;
            title: string;
            /** @description `weight`: grams are counted. `pieces`: pieces are. */
            unit: string;
        };
        /**
         * @description How an account stands to a contact.
         * @enum {string}
         */
        Friendship: "wanted" | "added" | "removed";
        /** @description How an account stands to a contact. */
        FriendshipBody: {
            account: components["schemas"]["Id"];
            friendship: components["schemas"]["Friendship"];
        };
        /** @description What came of my links. */
        FunnelView: {
            /**
             * Format: int64
             * @description Links opened.
             */
            clicks: number;
            /**
             * Format: int64
             * @description People who joined through me.
             */
            members: number;
            /**
             * Format: int64
             * @description Paid orders credited to me.
             */
            orders: number;
            /**
             * Format: int64
             * @description Different people who opened them, as far as browsers tell.
             */
            visitors: number;
        };
        /** @description Minutes of the week, from Monday on, in which no account of a rota answers. */
        Gap: {
            /**
             * Format: int64
             * @description The first minute.
             */
            from: number;
            /**
             * Format: int64
             * @description The minute after the last.
             */
            to: number;
        };
        /** @description Who is given a coupon. */
        GiveCouponBody: {
            member: components["schemas"]["Id"];
        };
        /** @description A coupon that somebody was given. */
        GotCoupon: {
            id: components["schemas"]["Id"];
        };
        /** @description A group-buy to offer. Its terms cannot be changed later: whoever is in a group has what was promised. */
        GroupBuyBody: {
            /** @description `everyone`; `joiners`: whoever joins has not ordered before; `newcomers`: whoever opens one hasn't either. */
            audience: string;
            closes_at?: components["schemas"]["At"] | null;
            /**
             * Format: int64
             * @description For how long a group stays open, in minutes.
             */
            minutes: number;
            opens_at?: components["schemas"]["At"] | null;
            /**
             * Format: int64
             * @description Pieces of one buyer; nothing for any number.
             */
            per_member?: number | null;
            /**
             * Format: int64
             * @description Pieces in all; nothing for any number.
             */
            pieces?: number | null;
            /**
             * Format: int64
             * @description Of one piece, in minor units; below what one buyer alone pays.
             */
            price: number;
            /**
             * Format: int64
             * @description Buyers of one group.
             */
            size: number;
            sku: components["schemas"]["Id"];
        };
        /** @description A group-buy that customers can take part in. */
        GroupBuyView: {
            /**
             * Format: int64
             * @description What one piece costs the visitor alone, in minor units.
             */
            alone: number;
            /** @description `everyone`; `joiners`: whoever joins has not ordered before; `newcomers`: whoever opens one hasn't either. */
            audience: string;
            closes_at?: components["schemas"]["At"] | null;
            /**
             * Format: int64
             * @description What a promoter who is signed in earns with the sale of one piece in a group to a customer, in minor units.
             */
            earn?: number | null;
            /** @description Some groups that can be joined now: those that miss fewest come first. */
            groups: components["schemas"]["GroupView"][];
            hindrance?: components["schemas"]["Words"] | null;
            id: components["schemas"]["Id"];
            /**
             * Format: int64
             * @description The fewest pieces that an order may have.
             */
            least: number;
            /**
             * Format: int64
             * @description Pieces that can still be bought by it, of those that are in stock.
             */
            left: number;
            /**
             * Format: int64
             * @description For how long a group stays open.
             */
            minutes: number;
            /**
             * Format: int64
             * @description Pieces of one buyer; nothing for any number.
             */
            per_member?: number | null;
            picture?: components["schemas"]["Id"] | null;
            /**
             * Format: int64
             * @description What one piece costs the visitor in a group, in minor units.
             */
            price: number;
            product: components["schemas"]["Id"];
            /**
             * Format: int64
             * @description Buyers of one group.
             */
            size: number;
            sku: components["schemas"]["Id"];
            /** @description All that one has to know before one joins, a sentence each. */
            terms: components["schemas"]["Words"][];
            title: components["schemas"]["Words"];
        };
        /**
         * @description Who is in a group.
         * @enum {string}
         */
        GroupKind: "customers" | "promoters" | "leaders" | "interest" | "pilot";
        /** @description A group's page. */
        GroupPage: {
            group: components["schemas"]["GroupView"];
            hindrance?: components["schemas"]["Words"] | null;
            /** @description Those who have paid, in the order in which they came. */
            members: components["schemas"]["MemberView"][];
            offer: components["schemas"]["GroupBuyView"];
            order?: components["schemas"]["Id"] | null;
        };
        /**
         * @description What somebody of the company is in a group. Everybody in the group is shown that.
         * @enum {string}
         */
        GroupRole: "owner" | "lecturer" | "operator" | "leader" | "duty";
        /**
         * @description How far a group has come.
         * @enum {string}
         */
        GroupState: "draft" | "pilot" | "proven" | "live" | "closing" | "closed";
        /** @description A group. */
        GroupView: {
            closed_at?: components["schemas"]["At"] | null;
            /** @description When it fails if it is not complete. */
            deadline: components["schemas"]["At"];
            id: components["schemas"]["Id"];
            /**
             * Format: int64
             * @description Buyers who are missing.
             */
            missing: number;
            /** @description The shortened name of whoever opened it. */
            opener: string;
            /**
             * Format: int64
             * @description Buyers who have paid.
             */
            paid: number;
            /**
             * Format: int64
             * @description Buyers that it takes.
             */
            size: number;
            /** @description `open`, `succeeded`, `failed`. */
            state: string;
        };
        /** @description Why a review is hidden. */
        HideReviewBody: {
            fault: components["schemas"]["Fault"];
        };
        /** @description Somebody who has something in an account, or owes. */
        HolderView: {
            /**
             * Format: int64
             * @description Minor units, or points; below zero they owe.
             */
            amount: number;
            /** @description A member's nickname, empty if they have left; or a supplier's name. */
            name: string;
            owner: components["schemas"]["Id"];
        };
        Id: string;
        /** @description What became of the rows of a file. */
        ImportedView: {
            /**
             * Format: int64
             * @description People who were not known.
             */
            added: number;
            /**
             * Format: int64
             * @description People whose phone was known: what nobody knew of them was filled in.
             */
            merged: number;
            /**
             * Format: int64
             * @description People who have said that they want no contact, and who were left out.
             */
            said_no: number;
        };
        /** @description How earnings are spread among promoters. */
        IncomesView: components["schemas"]["TypicalView"] & {
            /** @description Rewards at each distance from the seller: at 0, their own. */
            distances: components["schemas"]["DistanceFigures"][];
            /**
             * Format: int64
             * @description 0: all earn the same; 1,000,000: one earns everything.
             */
            gini?: number | null;
            /** @description The Lorenz curve, from nobody to everybody; empty where promoters are too few for who does not see the ledger. */
            lorenz: components["schemas"]["LorenzPoint"][];
            /**
             * Format: int64
             * @description The most that anybody earned, for who sees members and the ledger.
             */
            most?: number | null;
            /** @description Who earned most, with what they earned, for who sees members and the ledger. */
            top: components["schemas"]["TopEarner"][];
            /**
             * Format: int64
             * @description The share of the best-earning tenth, in millionths.
             */
            top_tenth?: number | null;
        };
        /** @description My invitation code. */
        InvitationView: {
            code: string;
            /** @description A link to the shop with the code in it; add it as `via` to any address of the shop. */
            link: string;
        };
        /** @description Another inviter. */
        InviterBody: {
            inviter?: components["schemas"]["Id"] | null;
            /** @description For the audit log: no personal data. */
            reason: string;
        };
        /** @description A change of inviter. */
        InviterChangeView: {
            actor: string;
            at: components["schemas"]["At"];
            before?: components["schemas"]["Id"] | null;
            before_name?: string | null;
            inviter?: components["schemas"]["Id"] | null;
            inviter_name?: string | null;
            reason: string;
        };
        /** @description Whose invitation it is. */
        InviterView: {
            /** @description Their nickname. */
            nickname: string;
        };
        /** @description A token to issue. */
        IssueBody: {
            /**
             * Format: int64
             * @description Days for which it is good; for good without.
             */
            days?: number | null;
            /** @description What it is for. */
            name: string;
            /** @description What it may do; no more than its issuer may. */
            scopes: components["schemas"]["Permission"][];
        };
        /** @description A token that was issued. */
        IssuedView: {
            issued: components["schemas"]["TokenView"];
            /** @description To be sent as `Authorization: Bearer …`. Shown once. */
            token: string;
        };
        /** @description One thing that is bought. */
        ItemBody: {
            /**
             * Format: int64
             * @description Pieces.
             */
            quantity: number;
            sku: components["schemas"]["Id"];
        };
        /** @description Who looks after a product. */
        KeeperBody: {
            keeper?: components["schemas"]["Id"] | null;
        };
        /** @description Somebody of staff who looks after products. */
        KeeperView: {
            id: components["schemas"]["Id"];
            name: string;
        };
        /** @description How a product is to reach its buyer. */
        KindBody: {
            voucher?: components["schemas"]["TermsBody"] | null;
        };
        /** @description How a product reaches its buyer. */
        KindView: {
            /** @description `physical`: it is sent. `voucher`: each piece is a code. */
            kind: string;
            /** @description Whether the shop may keep the money of vouchers that nobody redeems. */
            may_keep: boolean;
            voucher?: components["schemas"]["TermsView"] | null;
        };
        /** @description An account of the shop that knows me. */
        KnownByView: {
            added_at?: components["schemas"]["At"] | null;
            handle: string;
            name: string;
            platform: components["schemas"]["Platform"];
            removed_at?: components["schemas"]["At"] | null;
        };
        /** @description One condition, and how far the member is. */
        LadderCondition: {
            /**
             * Format: int64
             * @description What the member has by now: people, orders, branches, or minor units.
             */
            has: number;
            is_met: boolean;
            /** @description Whether these are amounts of money. */
            is_money: boolean;
            /**
             * @description `direct_invites`, `team_size`, `direct_customers`, `own_sales`, `team_sales`, `lesser_legs`, `own_orders`, `legs`, `held`, `course`,
             *     `own_purchases`, `package`, `top_up`.
             */
            measure: string;
            /**
             * Format: int64
             * @description What it asks for.
             */
            needs: number;
            /** @description The condition as a clause. */
            text: components["schemas"]["Words"];
        };
        /** @description Conditions of which all, or any one, must hold. */
        LadderSet: {
            /** @description All of them, or any one. */
            all: boolean;
            conditions: components["schemas"]["LadderCondition"][];
        };
        /** @description One rank of the ladder. */
        LadderStep: {
            /** @description Whether the member has it now. */
            is_mine: boolean;
            keep?: components["schemas"]["LadderSet"] | null;
            promote?: components["schemas"]["LadderSet"] | null;
            rank: components["schemas"]["RankView"];
        };
        /** @description Where a promoter stands on the ladder. */
        LadderView: {
            rank?: components["schemas"]["RankView"] | null;
            /** @description Every rank, the lowest first. */
            steps: components["schemas"]["LadderStep"][];
        };
        /** @description What a rule found, or the fact that it asks for. */
        LawFinding: {
            /** @description `law`, or `policy`: our own rule. */
            basis: string;
            /** @description Articles, each with how well its text was checked. */
            citation: string;
            /** @description The line of the plan, from 1; nothing if the plan does not say it. */
            line?: number | null;
            mend?: components["schemas"]["Words"] | null;
            message: components["schemas"]["Words"];
            needs?: components["schemas"]["Words"] | null;
            /** @description The rule pack: `cn-strict`. */
            pack: string;
            /** @description The rule: `STR-07`. */
            rule: string;
            /** @description `error`: the plan is refused; `warn`: somebody has to sign; `info`: worth knowing, or a question. */
            severity: string;
        };
        /** @description A rule of a pack, and in a sentence what it asks of every plan. */
        LawRule: {
            message: components["schemas"]["Words"];
            /** @description The rule pack: `cn-strict`. */
            pack: string;
            /** @description The rule: `STR-07`. */
            rule: string;
        };
        /** @description A list to make. */
        LeadListBody: {
            /** @description The accounts that share the people. */
            accounts: components["schemas"]["Id"][];
            /**
             * Format: int64
             * @description The list takes people who bought within this many days.
             */
            bought_days: number;
            /** @description Only goods of the category with this code count. */
            category?: string | null;
            /**
             * Format: int64
             * @description Within how many days, the first among them.
             */
            days: number;
            from?: components["schemas"]["At"] | null;
            /** @description `friend_request` or `call`. */
            kind: components["schemas"]["TouchKind"];
            /**
             * Format: int64
             * @description Spent at least, refunds off, in minor units.
             */
            least?: number;
            name: string;
            /**
             * Format: int64
             * @description People who were reached within this many days, or have a touch planned within them, are left out.
             */
            rest_days?: number;
            /** @description What may be said, in turn: up to ten texts of 500 characters. */
            wordings?: string[];
        };
        /** @description A list that was made. */
        LeadListMade: {
            first_at?: components["schemas"]["At"] | null;
            id: components["schemas"]["Id"];
            last_at?: components["schemas"]["At"] | null;
            left_out: components["schemas"]["LeftOut"];
            /** Format: int64 */
            people: number;
        };
        /** @description A lead list, and how its touches stand. */
        LeadListView: {
            id: components["schemas"]["Id"];
            kind: components["schemas"]["TouchKind"];
            left_out: components["schemas"]["LeftOut"];
            made_at: components["schemas"]["At"];
            name: string;
            /** @description A plan for each account that got people. */
            plans: components["schemas"]["TouchPlanView"][];
        };
        /** @description How many buyers a list would be of. */
        LeadsView: {
            left_out: components["schemas"]["LeftOut"];
            /** Format: int64 */
            people: number;
        };
        /** @description A member closes their own account. */
        LeaveBody: {
            /** @description Whether the member knows that money, pending rewards, coupons and points that are left are lost. */
            forfeit?: boolean;
            /** @description The member's password, so that nobody who finds the phone unlocked closes the account. */
            password: string;
        };
        /** @description How many buyers were left out, each by the first reason that holds. */
        LeftOut: {
            /**
             * Format: int64
             * @description An account is their friend already.
             */
            friend: number;
            /**
             * Format: int64
             * @description They have left the shop, or are suspended.
             */
            gone: number;
            /**
             * Format: int64
             * @description They are under eighteen, as their birthday says.
             */
            minor: number;
            /**
             * Format: int64
             * @description No phone number of theirs is known.
             */
            no_phone: number;
            /**
             * Format: int64
             * @description They wait for an answer about an after-sale case.
             */
            open_case: number;
            /**
             * Format: int64
             * @description They want no contact.
             */
            said_no: number;
            /**
             * Format: int64
             * @description They were reached lately, or are going to be.
             */
            touched: number;
        };
        /** @description How many pieces of a SKU may be bought. */
        LimitsBody: {
            /**
             * Format: int64
             * @description An order has so many or more.
             * @default 1
             */
            least: number;
            /**
             * Format: int64
             * @description An order has at most so many.
             * @default null
             */
            most: number | null;
            /**
             * Format: int64
             * @description One member buys at most so many within the period, of orders that were not cancelled and less what came back.
             * @default null
             */
            per_member: number | null;
            /**
             * @description `ever`, or the calendar's `day`, `week`, `month`, `quarter`, `year`; together with `per_member`.
             * @default null
             */
            period: string | null;
            /**
             * Format: int64
             * @description An order has a multiple of so many.
             * @default 1
             */
            step: number;
        };
        /** @description How many pieces of a SKU may be bought. */
        LimitsView: {
            /**
             * Format: int64
             * @description An order has so many or more.
             */
            least: number;
            /**
             * Format: int64
             * @description What the visitor may still buy within the period; nothing if they are not signed in.
             */
            left?: number | null;
            /**
             * Format: int64
             * @description An order has at most so many; nothing for any number.
             */
            most?: number | null;
            /**
             * Format: int64
             * @description One member buys at most so many within the period; nothing for any number.
             */
            per_member?: number | null;
            /** @description `ever`, `day`, `week`, `month`, `quarter`, `year`. */
            period?: string | null;
            /**
             * Format: int64
             * @description An order has a multiple of so many.
             */
            step: number;
        };
        /** @description What staff sees of a line besides. */
        LineAccount: {
            /**
             * Format: int64
             * @description In minor units.
             */
            cost: number;
            /** Format: int64 */
            line: number;
            /**
             * Format: int64
             * @description The plan version under which it was paid.
             */
            plan?: number | null;
            /**
             * Format: int64
             * @description The product's own rate, in millionths.
             */
            rate: number;
            seller?: components["schemas"]["Id"] | null;
            supplier?: components["schemas"]["Id"] | null;
            /** @description What its pieces counted for beside their price when it was ordered, in minor units, by the volume's name in plans. */
            volumes: {
                [key: string]: number;
            };
        };
        /**
         * @description Where a group came from.
         * @enum {string}
         */
        Lineage: "clone" | "split";
        /** @description A line of an order. */
        LineView: {
            /**
             * Format: int64
             * @description Paid for it, in minor units.
             */
            amount: number;
            /** @description An after-sale case is open. */
            is_held: boolean;
            /** @description `physical`: it is sent. `voucher`: each piece is a code. */
            kind: string;
            /** Format: int64 */
            line: number;
            picture?: components["schemas"]["Id"] | null;
            priced?: components["schemas"]["Priced"] | null;
            product?: components["schemas"]["Id"] | null;
            product_code: string;
            /** Format: int64 */
            quantity: number;
            /**
             * Format: int64
             * @description Of that, sent back.
             */
            refunded: number;
            /**
             * Format: int64
             * @description Pieces sent back.
             */
            returned: number;
            settled_at?: components["schemas"]["At"] | null;
            settles_at?: components["schemas"]["At"] | null;
            sku: components["schemas"]["Id"];
            title: components["schemas"]["Words"];
        };
        /** @description A link from the shop. */
        LinkBody: {
            /** @description What stands after the hash of the link, or the code as it was read out. */
            code: string;
        };
        /** @description A new password, by a link. */
        LinkResetBody: {
            /** @description What they will sign in with, if they have nothing yet: a phone number or an account name. */
            account?: string | null;
            code: string;
            /** @description 8 to 256 characters. */
            password: string;
            /** @description The code that was sent to that phone, where the shop sends codes. */
            phone_code?: string | null;
            /** @description The version of the terms that they agree to, if they have nothing to sign in with yet. */
            terms?: string | null;
        };
        /** @description Whose link it is. */
        LinkView: {
            /** @description Whether they have yet to choose what they sign in with: they were brought over from another system. */
            account_needed: boolean;
            /** @description Their nickname. */
            nickname: string;
        };
        /** @description The name and the password of whoever signs in. */
        LoginBody: {
            /** @description The member's phone number or account name. */
            account: string;
            password: string;
            /** @description The visitor token under which the same browser opened share links before. */
            visitor?: string | null;
        };
        /** @description A point of a Lorenz curve, in millionths. */
        LorenzPoint: {
            /**
             * Format: int64
             * @description … earned this share of everything.
             */
            earned: number;
            /**
             * Format: int64
             * @description This share of promoters, the poorest first …
             */
            people: number;
        };
        /** @description An id that was made. */
        MadeView: {
            id: components["schemas"]["Id"];
        };
        /** @description Some withdrawals, and what to say of them. */
        ManyBody: {
            /** @description Go on although a member is stopped: the audit log keeps it with the reason. */
            despite_stop?: boolean;
            ids: components["schemas"]["Id"][];
            /**
             * @description Why; the member reads it when theirs is approved or refused, or fails. Needed for a refusal, a failure, and to pay somebody
             *     who is stopped.
             */
            reason?: string;
            /** @description The bank's own number, when they were paid. */
            reference?: string;
        };
        /** @description A member with their history. */
        MemberDetail: components["schemas"]["DeskMember"] & {
            bound?: components["schemas"]["BindingView"] | null;
            first_order?: components["schemas"]["Id"] | null;
            /** @description Whether they have a password: who was brought over sets theirs by a code or a link. */
            has_password: boolean;
            /** @description The member's last changes of inviter, the newest first. */
            inviters: components["schemas"]["InviterChangeView"][];
            /**
             * Format: int32
             * @description The age in years that the member said they have reached.
             */
            of_age: number;
            /** @description What the system that they were brought over from called them; a phone number is masked. */
            origin?: string | null;
            /** @description The member's phone number, masked. */
            phone?: string | null;
            /** @description The member's last changes of rank, the newest first. */
            ranks: components["schemas"]["DeskRankChange"][];
            /** @description The version of the terms that the member agreed to. */
            terms: string;
        };
        /** @description Whether a contact is in a group. */
        MembershipBody: {
            group: components["schemas"]["Id"];
            is_in: boolean;
        };
        /** @description Somebody who is in a group and has paid. */
        MemberView: {
            is_opener: boolean;
            /** @description A shortened name. */
            name: string;
            paid_at: components["schemas"]["At"];
        };
        /** @description A member's own account, as the member sees it. */
        MeView: {
            /** @description My account name. */
            account?: string | null;
            /** @description My id. */
            id: components["schemas"]["Id"];
            /**
             * Format: int64
             * @description How many people I invited.
             */
            invited: number;
            /** @description The nickname of whoever invited me. */
            inviter?: string | null;
            /** @description When I joined. */
            joined_at: components["schemas"]["At"];
            /** @description What others see. */
            nickname: string;
            /**
             * Format: int32
             * @description The age in years that I said I have reached; 0 if I was not asked.
             */
            of_age: number;
            /** @description My phone number, masked. */
            phone?: string | null;
            promoter_at?: components["schemas"]["At"] | null;
            rank?: components["schemas"]["RankView"] | null;
            /** @description `active`, or `frozen` when staff has stopped me. */
            state: string;
            /** @description The version of the terms that I agreed to. */
            terms: string;
        };
        /** @description One figure. */
        MonitorReading: {
            is_alarm: boolean;
            /**
             * @description `chain_depth`, `retail_share`, `payout_ratio`, `earning_nothing`, `inventory_loading`, `refunds`, `self_purchases`,
             *     `ring`, `rank_bought`, `entry_bought`, `plan_refused`.
             */
            kind: string;
            /**
             * Format: int64
             * @description What it must not pass; for `retail_share`, what it must stay above.
             */
            limit: number;
            title: components["schemas"]["Words"];
            /** @description `levels`, `millionths` or `members`. */
            unit: string;
            /**
             * Format: int64
             * @description Of the last 30 days; nothing where there was nothing to measure.
             */
            value?: number | null;
        };
        /** @description What is watched. */
        MonitorsView: components["schemas"]["Page_AlarmView"] & {
            checked_at?: components["schemas"]["At"] | null;
            /** @description The figures of that day. */
            readings: components["schemas"]["MonitorReading"][];
        };
        /** @description Something that moved in my accounts: everything of one cause at one moment. */
        MovementView: {
            about?: components["schemas"]["EntryAbout"] | null;
            at: components["schemas"]["At"];
            /** @description What it was: `reward`, `settlement`, `withdrawal`, … */
            kind: string;
            /** @description What it brought each account in the end. */
            moves: components["schemas"]["MoveView"][];
            /** @description The order, the withdrawal, who joined, or the close of the period. */
            reference: components["schemas"]["Id"];
            /** @description How a withdrawal stands: `asked`, `approved`, `sent`, `paid`, `refused`, `failed`. */
            state?: string | null;
            /**
             * Format: int64
             * @description The tax withheld from a withdrawal, in minor units.
             */
            tax?: number | null;
            title: components["schemas"]["Words"];
        };
        /** @description What a movement brought an account. */
        MoveView: {
            /** @description `pending`, `available`, `withdrawing`, `coupons`, … */
            account: string;
            /**
             * Format: int64
             * @description Minor units, or points.
             */
            amount: number;
            title: components["schemas"]["Words"];
        };
        /** @description What the shop keeps of me as somebody whom its accounts know. */
        MyContactView: {
            accounts: components["schemas"]["KnownByView"][];
            /** @description Why the shop may contact me, and since when. */
            basis: components["schemas"]["Basis"];
            basis_at: components["schemas"]["At"];
            basis_note: string;
            birthday: string;
            /** @description The way by which I came to them; empty if it is not known. */
            channel: string;
            follow_ups: components["schemas"]["MyFollowUpView"][];
            groups: components["schemas"]["MyGroupView"][];
            name: string;
            note: string;
            phone: string;
            region: string;
            source: components["schemas"]["Source"];
            tags: string[];
            /** @description The newest first. */
            touches: components["schemas"]["MyTouchView"][];
        };
        /** @description What somebody of the shop noted to do for me. */
        MyFollowUpView: {
            due_at: components["schemas"]["At"];
            result: string;
            what: string;
        };
        /** @description A group of the shop that I am in, or was. */
        MyGroupView: {
            joined_at: components["schemas"]["At"];
            left_at?: components["schemas"]["At"] | null;
            name: string;
        };
        /** @description A message, a call or a request to become friends that the shop planned for me. */
        MyTouchView: {
            account: string;
            due_at: components["schemas"]["At"];
            kind: components["schemas"]["TouchKind"];
            /** @description What staff noted of a call. */
            note: string;
            state: components["schemas"]["TouchState"];
        };
        /** @description A SKU of a new product, or a new SKU. */
        NewSku: {
            code: string;
            /**
             * Format: int64
             * @description Of one piece, in minor units.
             */
            cost: number;
            /**
             * Format: int64
             * @description Of one piece, in minor units.
             */
            price: number;
            /** Format: int64 */
            stock: number;
            /** @description In Chinese, or the only one. */
            title?: string;
            /** @description In English, where that is another text; may be empty. */
            title_en?: string;
            /**
             * @description What one piece counts for beside its price, in minor units, by the names that `GET /staff/volumes` lists. Where nothing is
             *     said, it counts for the plan's share of the price.
             */
            volumes?: {
                [key: string]: number;
            };
        };
        /** @description A webhook with its secret, which is shown this once. */
        NewWebhook: {
            id: components["schemas"]["Id"];
            /** @description `whsec_…`: the receiver checks signatures with it. */
            secret: string;
        };
        /** @description Another nickname. */
        NicknameBody: {
            /** @description What others see. */
            nickname: string;
        };
        /** @description Whether a contact wants no contact. */
        NoBody: {
            reason: string;
            said_no: boolean;
        };
        /** @description Proof that the owner of the account sets up another second factor. */
        OfferBody: {
            /** @description A code of the authenticator that holds so far, or a recovery code, if they have one. */
            code?: string | null;
            password: string;
        };
        /** @description A secret for an authenticator app. */
        OfferView: {
            /** @description To type in. */
            secret: string;
            /** @description To show as a QR code. */
            uri: string;
        };
        /** @description An order with everything that belongs to it. */
        OrderDetail: components["schemas"]["OrderView"] & {
            after_sales: components["schemas"]["CaseView"][];
            charges: components["schemas"]["ChargeView"][];
            note: string;
            payments: components["schemas"]["PaymentView"][];
            recipient?: components["schemas"]["RecipientBody"] | null;
            refunds: components["schemas"]["RefundView"][];
            /** @description Lines that its buyer has reviewed. */
            reviewed: number[];
            /** @description Its vouchers, once it is paid and its group is complete. */
            vouchers: components["schemas"]["VoucherView"][];
        };
        /** @description The group of an order. */
        OrderGroup: {
            /** @description When it fails if it is not complete. */
            deadline: components["schemas"]["At"];
            id: components["schemas"]["Id"];
            /**
             * Format: int64
             * @description Buyers who are missing.
             */
            missing: number;
            /**
             * Format: int64
             * @description Buyers that it takes.
             */
            size: number;
            /** @description `open`, `succeeded`, `failed`. */
            state: string;
        };
        /** @description A reward of an order, with its payee. */
        OrderReward: components["schemas"]["RewardView"] & {
            /** @description Seller first, payee last. */
            chain: components["schemas"]["RewardLink"][];
            /** Format: int64 */
            line: number;
            member: components["schemas"]["Id"];
            nickname: string;
            rank?: components["schemas"]["RankView"] | null;
            sentence: components["schemas"]["Words"];
        };
        /** @description An order. */
        OrderView: {
            /**
             * Format: int64
             * @description To be paid, discounts off, in minor units.
             */
            amount: number;
            closed_at?: components["schemas"]["At"] | null;
            /**
             * Format: int64
             * @description What coupons took off.
             */
            discount: number;
            expires_at?: components["schemas"]["At"] | null;
            /**
             * Format: int64
             * @description What carrying it costs, as part of the amount.
             */
            freight: number;
            group?: components["schemas"]["OrderGroup"] | null;
            id: components["schemas"]["Id"];
            /** @description Whether it is paid and nothing of it is sent: its vouchers wait to be used. */
            is_to_use: boolean;
            lines: components["schemas"]["LineView"][];
            paid_at?: components["schemas"]["At"] | null;
            placed_at: components["schemas"]["At"];
            receive_by?: components["schemas"]["At"] | null;
            received_at?: components["schemas"]["At"] | null;
            shipment?: components["schemas"]["Shipment"] | null;
            shipped_at?: components["schemas"]["At"] | null;
            /** @description `placed`, `paid`, `shipped`, `received`, `settled`, `cancelled`; `refunded` when nothing of it is left. */
            state: string;
        };
        /**
         * @description What happens at the test till.
         * @enum {string}
         */
        Outcome: "paid" | "failed";
        /** @description What an operator looks at first. */
        OverviewView: {
            /** @description The same length of time before it. */
            before: components["schemas"]["ReportFigures"];
            last_payment?: components["schemas"]["At"] | null;
            /**
             * Format: int64
             * @description What rewards may come to of a line's amount, in millionths.
             */
            payout_limit: number;
            /** @description How many members have each rank. */
            ranks: components["schemas"]["RankCount"][];
            /** @description Day by day or month by month, the oldest first. */
            series: components["schemas"]["ReportFigures"][];
            /** @description The whole of it. */
            total: components["schemas"]["ReportFigures"];
            /** @description What waits for somebody. */
            waiting: components["schemas"]["WaitingView"];
            /** @description Whether these are the figures of the whole shop; otherwise those of the products that whoever asks looks after. */
            whole_shop: boolean;
        };
        /** @description A pack in the edition that was asked. */
        PackAsked: {
            /** @description The day of its edition. */
            as_of: string;
            id: string;
        };
        /** @description A page of a list, the newest first. It has as many rows as were wanted, unless it is the last. */
        Page_AlarmView: {
            /** @description The rows. */
            items: {
                acknowledged_at?: components["schemas"]["At"] | null;
                /** @description Who looked: `staff:ID`. */
                acknowledged_by?: string | null;
                closed_at?: components["schemas"]["At"] | null;
                /** @description Members concerned, the worst first; a chain from its root. Only for who sees members and the ledger. */
                evidence: components["schemas"]["AlarmEvidence"][];
                id: components["schemas"]["Id"];
                /** @description As of a reading, or `plan_held`: a plan version was due and did not take over. */
                kind: string;
                /** @description What the member of staff who looked said. */
                reason: string;
                since: components["schemas"]["At"];
                text: components["schemas"]["Words"];
                title: components["schemas"]["Words"];
            }[];
            /** @description Where the next page begins; `null` on the last page. */
            next?: string | null;
        };
        /** @description A page of a list, the newest first. It has as many rows as were wanted, unless it is the last. */
        Page_AppealView: {
            /** @description The rows. */
            items: {
                /** @description `rank` or `freeze`. */
                about: string;
                /** @description What I was told. */
                answer: string;
                asked_at: components["schemas"]["At"];
                decided_at?: components["schemas"]["At"] | null;
                id: components["schemas"]["Id"];
                /** @description `open`, `granted` or `declined`. */
                state: string;
                /** @description What I said. */
                text: string;
            }[];
            /** @description Where the next page begins; `null` on the last page. */
            next?: string | null;
        };
        /** @description A page of a list, the newest first. It has as many rows as were wanted, unless it is the last. */
        Page_AuditView: {
            /** @description The rows. */
            items: {
                /** @description What: a stable name. */
                action: string;
                /** @description Who: `staff:ID`, `token:ID`, `member:ID` or `system`. */
                actor: string;
                /** @description The name of somebody of staff, or a member's nickname. */
                actor_name?: string | null;
                /** @description When. */
                at: components["schemas"]["At"];
                /** @description Particulars. */
                detail: unknown;
                /** @description Its hash, which covers the record before. */
                hash: string;
                /** @description Its id. */
                id: components["schemas"]["Id"];
                /** @description To whom or what: `member/123`. */
                subject: string;
                /** @description The nickname of a member whom it is about. */
                subject_name?: string | null;
            }[];
            /** @description Where the next page begins; `null` on the last page. */
            next?: string | null;
        };
        /** @description A page of a list, the newest first. It has as many rows as were wanted, unless it is the last. */
        Page_Card: {
            /** @description The rows. */
            items: {
                /**
                 * Format: int64
                 * @description The lowest price of its SKUs without any list of prices, in minor units; nothing if that is what the visitor pays.
                 */
                base?: number | null;
                category?: components["schemas"]["Id"] | null;
                code: string;
                /**
                 * Format: int64
                 * @description What a promoter who is signed in earns with the sale of one piece to a customer, in minor units; nobody else sees it.
                 */
                earn?: number | null;
                id: components["schemas"]["Id"];
                in_stock: boolean;
                is_hot: boolean;
                picture?: components["schemas"]["Id"] | null;
                /**
                 * Format: int64
                 * @description The lowest price of its SKUs for the visitor, in minor units.
                 */
                price: number;
                /**
                 * Format: int64
                 * @description Pieces sold.
                 */
                sold: number;
                title: components["schemas"]["Words"];
                why?: components["schemas"]["Words"] | null;
            }[];
            /** @description Where the next page begins; `null` on the last page. */
            next?: string | null;
        };
        /** @description A page of a list, the newest first. It has as many rows as were wanted, unless it is the last. */
        Page_ChannelView: {
            /** @description The rows. */
            items: {
                /** @description Of its link; files of contacts name the channel by it. */
                code: string;
                /**
                 * Format: int64
                 * @description What it has cost so far, in minor units.
                 */
                cost: number;
                id: components["schemas"]["Id"];
                kind: components["schemas"]["Source"];
                /** @description The page that its QR code leads to. */
                link: string;
                /**
                 * Format: int64
                 * @description How many of its contacts are known as members: only their orders are seen.
                 */
                members: number;
                name: string;
                /** @description The staff account that runs it. */
                operator: components["schemas"]["Id"];
                operator_name: string;
                state: components["schemas"]["ChannelState"];
                /** @description From the first step to the last. */
                steps: components["schemas"]["ChannelStepView"][];
            }[];
            /** @description Where the next page begins; `null` on the last page. */
            next?: string | null;
        };
        /** @description A page of a list, the newest first. It has as many rows as were wanted, unless it is the last. */
        Page_ChatAccountView: {
            /** @description The rows. */
            items: {
                /** @description The link that its own QR code holds; empty if nobody wrote it down. */
                address: string;
                /**
                 * Format: int64
                 * @description Groups that it owns and that are not closed.
                 */
                groups: number;
                /** @description Its id at the platform; empty if nobody wrote it down. */
                handle: string;
                id: components["schemas"]["Id"];
                /**
                 * Format: int64
                 * @description Groups that it may own, at most.
                 */
                most_groups: number;
                /**
                 * Format: int64
                 * @description People in them, at most.
                 */
                most_people: number;
                name: string;
                /** @description The staff account that runs it. */
                operator: components["schemas"]["Id"];
                operator_name: string;
                /**
                 * Format: int64
                 * @description People in them; those that nobody has counted are left out.
                 */
                people: number;
                platform: components["schemas"]["Platform"];
                state: components["schemas"]["AccountState"];
                /**
                 * Format: int64
                 * @description How many of its groups nobody has counted.
                 */
                uncounted: number;
            }[];
            /** @description Where the next page begins; `null` on the last page. */
            next?: string | null;
        };
        /** @description A page of a list, the newest first. It has as many rows as were wanted, unless it is the last. */
        Page_ChatGroupView: {
            /** @description The rows. */
            items: {
                /** @description The account that owns it. */
                account: components["schemas"]["Id"];
                account_name: string;
                band: components["schemas"]["ChatBand"];
                count?: components["schemas"]["ChatCountView"] | null;
                id: components["schemas"]["Id"];
                /** @description It was cloned from a group that had proved nothing. */
                is_unproven: boolean;
                kind: components["schemas"]["GroupKind"];
                lineage?: components["schemas"]["Lineage"] | null;
                name: string;
                /** @description The staff account that runs it. */
                operator: components["schemas"]["Id"];
                operator_name: string;
                parent?: components["schemas"]["Id"] | null;
                platform: components["schemas"]["Platform"];
                purpose: components["schemas"]["Purpose"];
                state: components["schemas"]["GroupState"];
            }[];
            /** @description Where the next page begins; `null` on the last page. */
            next?: string | null;
        };
        /** @description A page of a list, the newest first. It has as many rows as were wanted, unless it is the last. */
        Page_ContactView: {
            /** @description The rows. */
            items: {
                /** @description The accounts that know the contact. */
                accounts: string[];
                id: components["schemas"]["Id"];
                /**
                 * Format: int64
                 * @description How many of the fields that the shop requires are known.
                 */
                known: number;
                name: string;
                region: string;
                /**
                 * Format: int64
                 * @description How many it requires.
                 */
                required: number;
                /** @description Whether the person wants no contact, on any account. */
                said_no: boolean;
                source: components["schemas"]["Source"];
                /** @description How far the contact has come, as the facts say. */
                stage: components["schemas"]["Stage"];
                /** @description The moment of the fact that made it so. */
                stage_at: components["schemas"]["At"];
                tags: string[];
            }[];
            /** @description Where the next page begins; `null` on the last page. */
            next?: string | null;
        };
        /** @description A page of a list, the newest first. It has as many rows as were wanted, unless it is the last. */
        Page_CouponView: {
            /** @description The rows. */
            items: {
                /**
                 * Format: int64
                 * @description What it takes off, in minor units; with a `rate`, the most that it takes off.
                 */
                amount: number;
                expires_at?: components["schemas"]["At"] | null;
                id: components["schemas"]["Id"];
                /**
                 * Format: int64
                 * @description The least amount of what it is for.
                 */
                least: number;
                order?: components["schemas"]["Id"] | null;
                /**
                 * Format: int32
                 * @description The share that it takes off, in millionths; nothing if it takes off `amount`.
                 */
                rate?: number | null;
                starts_at?: components["schemas"]["At"] | null;
                /** @description `open`; `held` by an order that waits to be paid; `used`; `void`; `expired`. */
                state: string;
                /** @description All that one has to know of a coupon of a campaign, a sentence each. */
                terms: components["schemas"]["Words"][];
                /** @description The title of the campaign that gave it out; nothing if it was earned. */
                title?: string | null;
            }[];
            /** @description Where the next page begins; `null` on the last page. */
            next?: string | null;
        };
        /** @description A page of a list, the newest first. It has as many rows as were wanted, unless it is the last. */
        Page_DeskAppeal: {
            /** @description The rows. */
            items: {
                /** @description `rank` or `freeze`. */
                about: string;
                /** @description What the member was told. */
                answer: string;
                asked_at: components["schemas"]["At"];
                decided_at?: components["schemas"]["At"] | null;
                decided_by?: string | null;
                id: components["schemas"]["Id"];
                member: components["schemas"]["Id"];
                /** @description The member's nickname; empty if the member has left. */
                nickname: string;
                /** @description `open`, `granted` or `declined`. */
                state: string;
                /** @description What the member says. */
                text: string;
            }[];
            /** @description Where the next page begins; `null` on the last page. */
            next?: string | null;
        };
        /** @description A page of a list, the newest first. It has as many rows as were wanted, unless it is the last. */
        Page_DeskBuyGroup: {
            /** @description The rows. */
            items: (components["schemas"]["GroupView"] & {
                /** @description Who opened it. */
                opener_id: components["schemas"]["Id"];
                /** @description Orders that have paid for a seat. */
                orders: components["schemas"]["Id"][];
            })[];
            /** @description Where the next page begins; `null` on the last page. */
            next?: string | null;
        };
        /** @description A page of a list, the newest first. It has as many rows as were wanted, unless it is the last. */
        Page_DeskCampaign: {
            /** @description The rows. */
            items: {
                /** @description Who pays for it: `shop`. */
                bearer: string;
                closes_at?: components["schemas"]["At"] | null;
                /** @description The code that customers type. */
                code?: string | null;
                /**
                 * Format: int64
                 * @description What coupons took off those orders, in minor units.
                 */
                discount?: number | null;
                hindrance?: components["schemas"]["Words"] | null;
                id: components["schemas"]["Id"];
                /** @description Whether it gives out coupons now. */
                is_open: boolean;
                /**
                 * Format: int64
                 * @description Coupons that were given out.
                 */
                issued: number;
                /**
                 * Format: int64
                 * @description Coupons that the budget still allows; nothing if it has no end.
                 */
                left?: number | null;
                /**
                 * Format: int64
                 * @description The budget in money, in minor units; nothing for any sum.
                 */
                money?: number | null;
                opens_at: components["schemas"]["At"];
                /**
                 * Format: int64
                 * @description Paid orders that used a coupon of it. This and what follows is for whoever sees the figures of the whole shop.
                 */
                orders?: number | null;
                /**
                 * Format: int64
                 * @description What was paid for those orders, in minor units.
                 */
                paid?: number | null;
                /**
                 * Format: int64
                 * @description Coupons of one member.
                 */
                per_member: number;
                /**
                 * Format: int64
                 * @description The budget in coupons; nothing for any number.
                 */
                pieces?: number | null;
                /**
                 * Format: int64
                 * @description The most that the coupons given out take off, less those that ran out, in minor units: the budget holds so much for them.
                 */
                promised: number;
                /** @description What a coupon takes off, on what and for whom. */
                rules: components["schemas"]["CouponRules"];
                stopped_at?: components["schemas"]["At"] | null;
                /** @description All that one has to know of a coupon, a sentence each, as customers read it. */
                terms: components["schemas"]["Words"][];
                title: string;
                /** Format: int64 */
                valid_days?: number | null;
                valid_from?: components["schemas"]["At"] | null;
                valid_until?: components["schemas"]["At"] | null;
                /** @description `collect`: customers collect them. `code`: they type a code. `staff`: staff gives them. */
                way: string;
                /** @description What a coupon takes off, and from which amount on. */
                worth: components["schemas"]["Words"];
            }[];
            /** @description Where the next page begins; `null` on the last page. */
            next?: string | null;
        };
        /** @description A page of a list, the newest first. It has as many rows as were wanted, unless it is the last. */
        Page_DeskCase: {
            /** @description The rows. */
            items: (components["schemas"]["CaseView"] & {
                /** @description The buyer's nickname; empty if they have left. */
                buyer_name: string;
            })[];
            /** @description Where the next page begins; `null` on the last page. */
            next?: string | null;
        };
        /** @description A page of a list, the newest first. It has as many rows as were wanted, unless it is the last. */
        Page_DeskEntry: {
            /** @description The rows. */
            items: (components["schemas"]["EntryView"] & {
                about?: components["schemas"]["EntryAbout"] | null;
                owner?: components["schemas"]["Id"] | null;
            })[];
            /** @description Where the next page begins; `null` on the last page. */
            next?: string | null;
        };
        /** @description A page of a list, the newest first. It has as many rows as were wanted, unless it is the last. */
        Page_DeskGroupBuy: {
            /** @description The rows. */
            items: {
                /**
                 * Format: int64
                 * @description What was paid for those and has not gone back, in minor units.
                 */
                amount?: number | null;
                /** @description `everyone`; `joiners`: whoever joins has not ordered before; `newcomers`: whoever opens one hasn't either. */
                audience: string;
                /**
                 * Format: int64
                 * @description Of one piece without any list of prices, in minor units.
                 */
                base: number;
                closes_at?: components["schemas"]["At"] | null;
                /**
                 * Format: int64
                 * @description Groups in which somebody had paid and which were not complete in time.
                 */
                failed: number;
                hindrance?: components["schemas"]["Words"] | null;
                id: components["schemas"]["Id"];
                /** @description Whether groups can be opened now. */
                is_open: boolean;
                /**
                 * Format: int64
                 * @description For how long a group stays open.
                 */
                minutes: number;
                /**
                 * Format: int64
                 * @description Buyers whose first order it was.
                 */
                new_buyers?: number | null;
                /**
                 * Format: int64
                 * @description Groups in which somebody has paid and which wait for others.
                 */
                open_groups: number;
                opens_at: components["schemas"]["At"];
                /**
                 * Format: int64
                 * @description Orders of complete groups. This and what follows is for whoever sees the figures of the product.
                 */
                orders?: number | null;
                /**
                 * Format: int64
                 * @description Pieces of one buyer; nothing for any number.
                 */
                per_member?: number | null;
                /**
                 * Format: int64
                 * @description Pieces in all; nothing for any number.
                 */
                pieces?: number | null;
                /**
                 * Format: int64
                 * @description Of one piece in a group, in minor units.
                 */
                price: number;
                product?: components["schemas"]["Id"] | null;
                /**
                 * Format: int64
                 * @description Buyers of one group.
                 */
                size: number;
                sku: components["schemas"]["Id"];
                stopped_at?: components["schemas"]["At"] | null;
                /**
                 * Format: int64
                 * @description Groups that are complete.
                 */
                succeeded: number;
                /**
                 * Format: int64
                 * @description Of those, put aside or sold.
                 */
                taken: number;
                /** @description All that one has to know before one joins, as customers read it. */
                terms: components["schemas"]["Words"][];
                title: components["schemas"]["Words"];
            }[];
            /** @description Where the next page begins; `null` on the last page. */
            next?: string | null;
        };
        /** @description A page of a list, the newest first. It has as many rows as were wanted, unless it is the last. */
        Page_DeskMember: {
            /** @description The rows. */
            items: {
                /** @description The member's invitation code. */
                code: string;
                id: components["schemas"]["Id"];
                /**
                 * Format: int64
                 * @description How many people they invited.
                 */
                invited: number;
                inviter?: components["schemas"]["Id"] | null;
                /** @description The inviter's nickname; empty if they have left. */
                inviter_name?: string | null;
                joined_at: components["schemas"]["At"];
                /** @description The member's nickname; empty if the member has left. */
                nickname: string;
                promoter_at?: components["schemas"]["At"] | null;
                rank?: components["schemas"]["RankView"] | null;
                /** @description `active`, `frozen` or `erased`. */
                state: string;
            }[];
            /** @description Where the next page begins; `null` on the last page. */
            next?: string | null;
        };
        /** @description A page of a list, the newest first. It has as many rows as were wanted, unless it is the last. */
        Page_DeskOrderRow: {
            /** @description The rows. */
            items: {
                /**
                 * Format: int64
                 * @description To be paid, discounts off, in minor units.
                 */
                amount: number;
                buyer: components["schemas"]["Id"];
                /** @description The buyer's nickname; empty if they have left. */
                buyer_name: string;
                closed_at?: components["schemas"]["At"] | null;
                group?: components["schemas"]["OrderGroup"] | null;
                id: components["schemas"]["Id"];
                /** @description Whether it is paid and nothing of it is sent: its vouchers wait to be used. */
                is_to_use: boolean;
                /** Format: int64 */
                lines: number;
                paid_at?: components["schemas"]["At"] | null;
                /** Format: int64 */
                pieces: number;
                placed_at: components["schemas"]["At"];
                seller?: components["schemas"]["Id"] | null;
                /** @description The seller's nickname. */
                seller_name?: string | null;
                /** @description `placed`, `paid`, `shipped`, `received`, `settled`, `cancelled`, `refunded`. */
                state: string;
                /** @description The title of the first line. */
                title: components["schemas"]["Words"];
            }[];
            /** @description Where the next page begins; `null` on the last page. */
            next?: string | null;
        };
        /** @description A page of a list, the newest first. It has as many rows as were wanted, unless it is the last. */
        Page_DeskPayment: {
            /** @description The rows. */
            items: (components["schemas"]["PaymentView"] & {
                /** @description When the buyer chose this way to pay. */
                begun_at: components["schemas"]["At"];
                buyer: components["schemas"]["Id"];
                /** @description The buyer's nickname; empty if they have left. */
                buyer_name: string;
            })[];
            /** @description Where the next page begins; `null` on the last page. */
            next?: string | null;
        };
        /** @description A page of a list, the newest first. It has as many rows as were wanted, unless it is the last. */
        Page_DeskProduct: {
            /** @description The rows. */
            items: {
                /** @description Its brand as people write it; may be empty. */
                brand: string;
                category?: components["schemas"]["Id"] | null;
                changed_at: components["schemas"]["At"];
                code: string;
                description: string;
                freight?: components["schemas"]["Id"] | null;
                id: components["schemas"]["Id"];
                is_hot: boolean;
                is_on: boolean;
                keeper?: components["schemas"]["KeeperView"] | null;
                /** @description Further words by which it is found, with commas between. */
                keywords: string;
                /** @description `physical`: it is sent. `voucher`: each piece is a code; `GET /staff/products/{id}/kind` says what they promise. */
                kind: string;
                pictures: components["schemas"]["Id"][];
                /**
                 * Format: int64
                 * @description The product's own rate, in millionths.
                 */
                rate: number;
                skus: components["schemas"]["DeskSku"][];
                /** Format: int64 */
                sold: number;
                supplier?: components["schemas"]["Id"] | null;
                title: components["schemas"]["Words"];
                /**
                 * Format: int64
                 * @description Of one piece, in grams.
                 */
                weight: number;
            }[];
            /** @description Where the next page begins; `null` on the last page. */
            next?: string | null;
        };
        /** @description A page of a list, the newest first. It has as many rows as were wanted, unless it is the last. */
        Page_DeskRefund: {
            /** @description The rows. */
            items: (components["schemas"]["RefundView"] & {
                /**
                 * @description Why the last try did not send it: a code, with the provider's own words behind a colon where there are any. One of
                 *     `noprovider`, `refused`, `busy`, `unsure`, `invalid`, `unsupported`, `settings`, `closed`, `stuck`.
                 */
                error?: string | null;
            })[];
            /** @description Where the next page begins; `null` on the last page. */
            next?: string | null;
        };
        /** @description A page of a list, the newest first. It has as many rows as were wanted, unless it is the last. */
        Page_DeskReview: {
            /** @description The rows. */
            items: {
                answer?: components["schemas"]["AnswerView"] | null;
                at: components["schemas"]["At"];
                hidden?: string | null;
                id: components["schemas"]["Id"];
                is_promoter: boolean;
                member: components["schemas"]["Id"];
                nickname: string;
                order: components["schemas"]["Id"];
                /** @description The product's code. */
                product: string;
                /** Format: int64 */
                stars: number;
                text: string;
                /**
                 * Format: int64
                 * @description How many members found it useful.
                 */
                useful: number;
            }[];
            /** @description Where the next page begins; `null` on the last page. */
            next?: string | null;
        };
        /** @description A page of a list, the newest first. It has as many rows as were wanted, unless it is the last. */
        Page_DeskVoucher: {
            /** @description The rows. */
            items: {
                buyer: components["schemas"]["Id"];
                /** @description The buyer's nickname; empty if they have left. */
                buyer_name: string;
                ended_at?: components["schemas"]["At"] | null;
                expires_at: components["schemas"]["At"];
                id: components["schemas"]["Id"];
                /** Format: int64 */
                line: number;
                order: components["schemas"]["Id"];
                /** Format: int64 */
                piece: number;
                /** @description Where it is redeemed. */
                place: components["schemas"]["Words"];
                /** @description The product's name in plans. */
                product_code: string;
                /** @description Who redeemed it. */
                redeemed_by?: string | null;
                /** @description `unused`, `redeemed`, `refunded`, `expired`. */
                state: string;
                title: components["schemas"]["Words"];
            }[];
            /** @description Where the next page begins; `null` on the last page. */
            next?: string | null;
        };
        /** @description A page of a list, the newest first. It has as many rows as were wanted, unless it is the last. */
        Page_DeskWithdrawal: {
            /** @description The rows. */
            items: (components["schemas"]["WithdrawalView"] & {
                /**
                 * Format: int64
                 * @description What is available to them beside this; below zero they owe it.
                 */
                available: number;
                bank_file?: components["schemas"]["Id"] | null;
                member: components["schemas"]["Id"];
                /** @description `frozen` if staff has stopped them: nothing goes out to them without `despite_stop` and a reason. Otherwise `active`. */
                member_state: string;
                nickname: string;
            })[];
            /** @description Where the next page begins; `null` on the last page. */
            next?: string | null;
        };
        /** @description A page of a list, the newest first. It has as many rows as were wanted, unless it is the last. */
        Page_EarnedView: {
            /** @description The rows. */
            items: {
                at: components["schemas"]["At"];
                /** @description What was rewarded: `sale`, `join`, `promotion`, `first_sale`, `period`. */
                event: string;
                member?: components["schemas"]["Id"] | null;
                /** @description Who bought, joined or rose: their nickname, if the reader may know it. */
                name?: string | null;
                order?: components["schemas"]["Id"] | null;
                rewards: components["schemas"]["RewardView"][];
                /** @description `pending` if any of them is; `available`; `taken_back` when nothing is left. */
                state: string;
                /** @description Its rewards added up. */
                sums: components["schemas"]["EarnedSum"][];
            }[];
            /** @description Where the next page begins; `null` on the last page. */
            next?: string | null;
        };
        /** @description A page of a list, the newest first. It has as many rows as were wanted, unless it is the last. */
        Page_FileView: {
            /** @description The rows. */
            items: {
                /**
                 * Format: int64
                 * @description Withdrawals in it.
                 */
                count: number;
                id: components["schemas"]["Id"];
                made_at: components["schemas"]["At"];
                /**
                 * Format: int64
                 * @description Of those, not yet marked as paid or failed.
                 */
                open: number;
                /**
                 * Format: int64
                 * @description What the bank is to pay, in minor units.
                 */
                total: number;
            }[];
            /** @description Where the next page begins; `null` on the last page. */
            next?: string | null;
        };
        /** @description A page of a list, the newest first. It has as many rows as were wanted, unless it is the last. */
        Page_HolderView: {
            /** @description The rows. */
            items: {
                /**
                 * Format: int64
                 * @description Minor units, or points; below zero they owe.
                 */
                amount: number;
                /** @description A member's nickname, empty if they have left; or a supplier's name. */
                name: string;
                owner: components["schemas"]["Id"];
            }[];
            /** @description Where the next page begins; `null` on the last page. */
            next?: string | null;
        };
        /** @description A page of a list, the newest first. It has as many rows as were wanted, unless it is the last. */
        Page_LeadListView: {
            /** @description The rows. */
            items: {
                id: components["schemas"]["Id"];
                kind: components["schemas"]["TouchKind"];
                left_out: components["schemas"]["LeftOut"];
                made_at: components["schemas"]["At"];
                name: string;
                /** @description A plan for each account that got people. */
                plans: components["schemas"]["TouchPlanView"][];
            }[];
            /** @description Where the next page begins; `null` on the last page. */
            next?: string | null;
        };
        /** @description A page of a list, the newest first. It has as many rows as were wanted, unless it is the last. */
        Page_MovementView: {
            /** @description The rows. */
            items: {
                about?: components["schemas"]["EntryAbout"] | null;
                at: components["schemas"]["At"];
                /** @description What it was: `reward`, `settlement`, `withdrawal`, … */
                kind: string;
                /** @description What it brought each account in the end. */
                moves: components["schemas"]["MoveView"][];
                /** @description The order, the withdrawal, who joined, or the close of the period. */
                reference: components["schemas"]["Id"];
                /** @description How a withdrawal stands: `asked`, `approved`, `sent`, `paid`, `refused`, `failed`. */
                state?: string | null;
                /**
                 * Format: int64
                 * @description The tax withheld from a withdrawal, in minor units.
                 */
                tax?: number | null;
                title: components["schemas"]["Words"];
            }[];
            /** @description Where the next page begins; `null` on the last page. */
            next?: string | null;
        };
        /** @description A page of a list, the newest first. It has as many rows as were wanted, unless it is the last. */
        Page_OrderView: {
            /** @description The rows. */
            items: {
                /**
                 * Format: int64
                 * @description To be paid, discounts off, in minor units.
                 */
                amount: number;
                closed_at?: components["schemas"]["At"] | null;
                /**
                 * Format: int64
                 * @description What coupons took off.
                 */
                discount: number;
                expires_at?: components["schemas"]["At"] | null;
                /**
                 * Format: int64
                 * @description What carrying it costs, as part of the amount.
                 */
                freight: number;
                group?: components["schemas"]["OrderGroup"] | null;
                id: components["schemas"]["Id"];
                /** @description Whether it is paid and nothing of it is sent: its vouchers wait to be used. */
                is_to_use: boolean;
                lines: components["schemas"]["LineView"][];
                paid_at?: components["schemas"]["At"] | null;
                placed_at: components["schemas"]["At"];
                receive_by?: components["schemas"]["At"] | null;
                received_at?: components["schemas"]["At"] | null;
                shipment?: components["schemas"]["Shipment"] | null;
                shipped_at?: components["schemas"]["At"] | null;
                /** @description `placed`, `paid`, `shipped`, `received`, `settled`, `cancelled`; `refunded` when nothing of it is left. */
                state: string;
            }[];
            /** @description Where the next page begins; `null` on the last page. */
            next?: string | null;
        };
        /** @description A page of a list, the newest first. It has as many rows as were wanted, unless it is the last. */
        Page_PersonView: {
            /** @description The rows. */
            items: {
                /**
                 * Format: int64
                 * @description What I have earned with them, pending or settled, less what refunds took back: minor units.
                 */
                earned: number;
                /** @description Whether they do not want me to see them: of their rank and totals nothing is told then. */
                is_hidden: boolean;
                /** @description When they joined. */
                joined_at: components["schemas"]["At"];
                /** @description Their nickname; empty if they have left or is hidden. */
                nickname: string;
                /**
                 * Format: int64
                 * @description Orders that have earned me something: those that they sold, and those that they bought of me.
                 */
                orders: number;
                rank?: components["schemas"]["RankView"] | null;
            }[];
            /** @description Where the next page begins; `null` on the last page. */
            next?: string | null;
        };
        /** @description A page of a list, the newest first. It has as many rows as were wanted, unless it is the last. */
        Page_PlanVersion: {
            /** @description The rows. */
            items: {
                /** @description Who published it: a log-in name; empty for the plan that the shop began with. */
                by: string;
                /** @description When it took over, or is to. */
                effective_at: components["schemas"]["At"];
                findings: components["schemas"]["LawFinding"][];
                held?: components["schemas"]["Words"] | null;
                /** @description When it was judged last. */
                judged_at: components["schemas"]["At"];
                packs: components["schemas"]["PackAsked"][];
                published_at: components["schemas"]["At"];
                sign_offs: components["schemas"]["PlanSignOff"][];
                /**
                 * @description `active`: in force; `past`: was in force; `waiting`: published, not due yet; `held`: due, but something keeps it;
                 *     `cancelled`.
                 */
                state: string;
                title: components["schemas"]["Words"];
                /** Format: int64 */
                version: number;
            }[];
            /** @description Where the next page begins; `null` on the last page. */
            next?: string | null;
        };
        /** @description A page of a list, the newest first. It has as many rows as were wanted, unless it is the last. */
        Page_ReviewView: {
            /** @description The rows. */
            items: {
                answer?: components["schemas"]["AnswerView"] | null;
                at: components["schemas"]["At"];
                /** @description Why it is hidden: `personal_data`, `unlawful`, `off_topic`. */
                hidden?: string | null;
                id: components["schemas"]["Id"];
                /** @description Whether the reader wrote it. */
                is_mine: boolean;
                /** @description Whether its writer earns from sales of this shop: it has to be said beside the review. */
                is_promoter: boolean;
                /** @description Whether the reader is one of them. */
                is_useful_to_me: boolean;
                /** @description Its writer's nickname; empty if the account is closed. */
                nickname: string;
                /** Format: int64 */
                stars: number;
                /** @description Empty if it is hidden. */
                text: string;
                /**
                 * Format: int64
                 * @description How many members found it useful.
                 */
                useful: number;
            }[];
            /** @description Where the next page begins; `null` on the last page. */
            next?: string | null;
        };
        /** @description A page of a list, the newest first. It has as many rows as were wanted, unless it is the last. */
        Page_Simulation: {
            /** @description The rows. */
            items: {
                against?: components["schemas"]["Words"] | null;
                at: components["schemas"]["At"];
                /** @description Who asked: a log-in name. */
                by: string;
                /** Format: int32 */
                days: number;
                /**
                 * Format: int64
                 * @description Runs done, of so many.
                 */
                done: number;
                ended_at?: components["schemas"]["At"] | null;
                failure?: components["schemas"]["Words"] | null;
                id: components["schemas"]["Id"];
                plan: components["schemas"]["Words"];
                scenario: components["schemas"]["Words"];
                /** Format: int32 */
                seeds: number;
                /** @description `waiting`, `running`, `done`, `cancelled`, `failed`. */
                state: string;
                /** Format: int64 */
                steps: number;
            }[];
            /** @description Where the next page begins; `null` on the last page. */
            next?: string | null;
        };
        /** @description A page of a list, the newest first. It has as many rows as were wanted, unless it is the last. */
        Page_TouchPlanView: {
            /** @description The rows. */
            items: {
                account: components["schemas"]["Id"];
                account_name: string;
                first_at?: components["schemas"]["At"] | null;
                /**
                 * Format: int64
                 * @description Touches that were called off.
                 */
                given_back: number;
                id: components["schemas"]["Id"];
                kind: components["schemas"]["TouchKind"];
                last_at?: components["schemas"]["At"] | null;
                list?: components["schemas"]["Id"] | null;
                name: string;
                planned_at: components["schemas"]["At"];
                /**
                 * Format: int64
                 * @description Touches that are planned and hold their places.
                 */
                reserved: number;
                /**
                 * Format: int64
                 * @description Touches that were made.
                 */
                spent: number;
            }[];
            /** @description Where the next page begins; `null` on the last page. */
            next?: string | null;
        };
        /** @description A page of a list, the newest first. It has as many rows as were wanted, unless it is the last. */
        Page_TouchView: {
            /** @description The rows. */
            items: {
                account: components["schemas"]["Id"];
                account_name: string;
                due_at: components["schemas"]["At"];
                id: components["schemas"]["Id"];
                kind: components["schemas"]["TouchKind"];
                /** @description What was noted of it. */
                note: string;
                person?: components["schemas"]["Id"] | null;
                person_name: string;
                plan: components["schemas"]["Id"];
                plan_name: string;
                result?: components["schemas"]["CallResult"] | null;
                state: components["schemas"]["TouchState"];
                /** @description What may be said; empty if that is left to whoever makes it. */
                wording: string;
            }[];
            /** @description Where the next page begins; `null` on the last page. */
            next?: string | null;
        };
        /** @description A page of a list, the newest first. It has as many rows as were wanted, unless it is the last. */
        Page_VoucherView: {
            /** @description The rows. */
            items: {
                /** @description Whether its buyer can have their money back now. */
                can_be_refunded: boolean;
                /** @description What is shown to have it redeemed, in groups; only as long as it is unused. */
                code?: string | null;
                ended_at?: components["schemas"]["At"] | null;
                expires_at: components["schemas"]["At"];
                id: components["schemas"]["Id"];
                /** Format: int64 */
                line: number;
                order: components["schemas"]["Id"];
                /**
                 * Format: int64
                 * @description The first, second, … of its line.
                 */
                piece: number;
                /** @description `unused`, `redeemed`, `refunded`, `expired`. */
                state: string;
                terms: components["schemas"]["TermsView"];
                /** @description What was bought. */
                title: components["schemas"]["Words"];
            }[];
            /** @description Where the next page begins; `null` on the last page. */
            next?: string | null;
        };
        /** @description A page of a list, the newest first. It has as many rows as were wanted, unless it is the last. */
        Page_WithdrawalView: {
            /** @description The rows. */
            items: {
                /** @description The account, most of it hidden. */
                account: string;
                /**
                 * Format: int64
                 * @description Before tax, in minor units.
                 */
                amount: number;
                /** @description What staff or the provider said. */
                answer: string;
                asked_at: components["schemas"]["At"];
                decided_at?: components["schemas"]["At"] | null;
                id: components["schemas"]["Id"];
                /** @description How the tax came about, line by line. */
                lines: components["schemas"]["Words"][];
                /** @description `bank`, `wechat`, `alipay`. */
                method: string;
                /**
                 * Format: int64
                 * @description Paid out.
                 */
                net: number;
                paid_at?: components["schemas"]["At"] | null;
                /** @description What the payment app's script needs, if they have to say yes there. */
                prepared?: unknown;
                /** @description The bank's or the provider's own number. */
                reference?: string | null;
                /** @description `asked`, `approved`, `sent`, `paid`, `refused`, `failed`. */
                state: string;
                /**
                 * Format: int64
                 * @description Withheld.
                 */
                tax: number;
            }[];
            /** @description Where the next page begins; `null` on the last page. */
            next?: string | null;
        };
        /** @description Another password. */
        PasswordBody: {
            /** @description 8 to 256 characters. */
            new: string;
            /** @description The one that holds now. */
            old: string;
        };
        /** @description An attempt to pay an order. */
        PaymentView: {
            /**
             * Format: int64
             * @description To be paid, in minor units.
             */
            amount: number;
            id: components["schemas"]["Id"];
            order: components["schemas"]["Id"];
            paid_at?: components["schemas"]["At"] | null;
            /**
             * @description What the page needs so that the buyer can pay: `kind` is `qr` (with `code_url`), `params` (for the payment app's
             *     script), `redirect` (with `url`) or `instructions` (with `zh` and `en`). `null` until it is prepared.
             */
            prepared?: unknown;
            /** @description `test`, `offline`, `wechat`. */
            provider: string;
            /** @description The provider's own number. */
            reference?: string | null;
            /** @description `open`, `paid`, `closed`, or `late`: it came when the order had been given up, and goes back. */
            state: string;
        };
        /**
         * @description What somebody of staff may do. One list for every route of the console.
         * @enum {string}
         */
        Permission: "members_read" | "personal_data" | "members_write" | "members_reset" | "privacy" | "orders_read" | "orders_all" | "orders_write" | "refunds" | "payments" | "catalog_read" | "catalog_write" | "ledger_read" | "withdrawals" | "plans_read" | "plans_write" | "audit_read" | "settings_write" | "staff_write" | "reports" | "reports_all" | "prices_free" | "chat_read" | "chat_write" | "chat_all" | "vouchers_redeem";
        /** @description Somebody whom I invited: their nickname and totals, nothing else; if they do not want that, only that there is somebody. */
        PersonView: {
            /**
             * Format: int64
             * @description What I have earned with them, pending or settled, less what refunds took back: minor units.
             */
            earned: number;
            /** @description Whether they do not want me to see them: of their rank and totals nothing is told then. */
            is_hidden: boolean;
            /** @description When they joined. */
            joined_at: components["schemas"]["At"];
            /** @description Their nickname; empty if they have left or is hidden. */
            nickname: string;
            /**
             * Format: int64
             * @description Orders that have earned me something: those that they sold, and those that they bought of me.
             */
            orders: number;
            rank?: components["schemas"]["RankView"] | null;
        };
        /** @description A new password, for who holds the phone. */
        PhoneResetBody: {
            /** @description The code that was sent to it. */
            code: string;
            /** @description 8 to 256 characters. */
            password: string;
            phone: string;
        };
        /** @description An order to place. */
        PlaceBody: {
            address?: components["schemas"]["Id"] | null;
            coupon?: components["schemas"]["Id"] | null;
            items: components["schemas"]["ItemBody"][];
            join_group?: components["schemas"]["Id"] | null;
            /** @description A word to the shop. */
            note?: string;
            open_group?: components["schemas"]["Id"] | null;
            /** @description One of the shop's ways to pay. */
            provider: string;
            recipient?: components["schemas"]["RecipientBody"] | null;
            seen?: components["schemas"]["SeenBody"] | null;
            /** @description The code of a promoter whose link led here. A wrong one is no reason to refuse an order. */
            via?: string | null;
        };
        /** @description An order that waits to be paid. */
        PlacedView: {
            /**
             * Format: int64
             * @description To be paid, in minor units.
             */
            amount: number;
            /** @description When it is cancelled if it is not paid. */
            expires_at: components["schemas"]["At"];
            order: components["schemas"]["Id"];
            /** @description The payment that it waits for. */
            payment: components["schemas"]["Id"];
        };
        /** @description Answers to the first questions, in their order. */
        PlanAnswers: {
            /**
             * @description Each at most 1,000 characters; an empty one stands for the question's own. Questions without an answer count as
             *     answered by an empty one.
             */
            answers: string[];
            /** @description In which language the comments of the plan are. */
            lang: components["schemas"]["PlanDraftLang"];
        };
        /** @description An answer that cannot be used. */
        PlanAnswerWrong: {
            /** @description What was expected. */
            expected: components["schemas"]["Words"];
            /** @description The question's key. */
            key: string;
        };
        /** @description A plan file. */
        PlanBody: {
            /** @description The rule packs to ask; the shop's own if nothing is said. */
            packs?: string[] | null;
            /** @description The plan as TOML. */
            source: string;
        };
        /** @description What checking a plan says. */
        PlanChecked: {
            /** @description The whole plan in plain words; empty if it cannot be understood. */
            describes: components["schemas"]["PlanSection"][];
            diagnostics: components["schemas"]["PlanDiagnostic"][];
            /** @description What the rule packs find. */
            findings: components["schemas"]["LawFinding"][];
            /** @description Whether the plan has no error. Whether it may be published is for the findings to say. */
            is_ok: boolean;
            /** @description Ranks that it lacks and for which prices or coupons are set: under this plan these apply to nobody. */
            lost_ranks: components["schemas"]["PlanLostRank"][];
            /** @description The rule packs that were asked. */
            packs: components["schemas"]["PackAsked"][];
            /** @description Its ranks, the lowest first. */
            ranks: components["schemas"]["PlanRank"][];
            title: components["schemas"]["Words"];
            /** @description Its volumes that not all products on sale name. */
            volumes: components["schemas"]["PlanVolumeLacking"][];
            worst_case?: components["schemas"]["PlanWorstCase"] | null;
        };
        /** @description One thing that is wrong with a plan. */
        PlanDiagnostic: {
            column: number;
            end_column: number;
            end_line: number;
            /** @description What to write instead; may be empty. */
            help: components["schemas"]["Words"];
            /** @description From 1; columns in characters. */
            line: number;
            message: components["schemas"]["Words"];
            /** @description `error` or `warning`. */
            severity: string;
        };
        /** @description The plan that the answers write. */
        PlanDraft: {
            /** @description The plan as TOML, from the answers before the first that cannot be used; later questions count as not answered. */
            source: string;
            wrong?: components["schemas"]["PlanAnswerWrong"] | null;
        };
        /** @enum {string} */
        PlanDraftLang: "zh" | "en";
        /** @description The last days under another plan. */
        PlanDryRun: {
            /** Format: int64 */
            after: number;
            /**
             * Format: int64
             * @description Rewards in money, net of refunds: as they were, and as they would have been.
             */
            before: number;
            /** @description How many members would have got more, less, and as much. */
            gain: number;
            lose: number;
            /**
             * @description Those who would have gained and lost most, at most a hundred of each; the largest gain first, the largest loss last.
             *     Only for who sees members and the ledger.
             */
            members: components["schemas"]["DryRunMember"][];
            /**
             * Format: int64
             * @description Orders paid in that time, and what they came to.
             */
            orders: number;
            /** Format: int64 */
            sales: number;
            same: number;
            since: components["schemas"]["At"];
            until: components["schemas"]["At"];
        };
        /** @description A rank that a plan lacks, and what is set for it. */
        PlanLostRank: {
            /**
             * Format: int64
             * @description Coupon campaigns for it whose coupons can still be used.
             */
            coupons: number;
            /** @description Its id. */
            id: string;
            /**
             * Format: int64
             * @description Options of products that have a price for it.
             */
            prices: number;
            /** @description What it is called in the plan in force; its id if that plan lacks it, too. */
            title: components["schemas"]["Words"];
        };
        /** @description A plan that was mended. */
        PlanMended: {
            /** @description What was changed, a sentence each; nothing if nothing had to be. */
            changes: components["schemas"]["Words"][];
            /** @description Rules that refuse it still: nothing in the plan's text would clear them. */
            left: components["schemas"]["LawRule"][];
            source: string;
        };
        /** @description A plan by its name. */
        PlanName: {
            id: string;
            title: components["schemas"]["Words"];
            /** Format: int64 */
            version: number;
        };
        /** @description One of the questions from which a plan is written. */
        PlanQuestion: {
            /**
             * @description What the answer is about: `id`, `currency`, `join`, `ranks`, `rise`, `seller`, `upline`, `difference`, `pool` or
             *     `payout`.
             */
            key: string;
            /** @description What an empty answer stands for; empty if the plan then goes without. */
            otherwise: string;
            text: components["schemas"]["Words"];
        };
        /** @description A rank of a plan. */
        PlanRank: {
            id: string;
            title: components["schemas"]["Words"];
        };
        /** @description A part of a plan in plain words. */
        PlanSection: {
            sentences: components["schemas"]["Words"][];
            title: components["schemas"]["Words"];
        };
        /** @description A signature on one warning of the rule packs. */
        PlanSignature: {
            /** @description The document that was signed: its name or number. */
            document: string;
            /** @description From then on it no longer counts: at most a year ahead. */
            expires_at: components["schemas"]["At"];
            pack: string;
            /** @description Why it was found acceptable. */
            reason: string;
            rule: string;
        };
        /** @description A recorded signature on a warning. */
        PlanSignOff: {
            at: components["schemas"]["At"];
            /** @description The document signed. */
            document: string;
            /** @description From this moment on it no longer counts. */
            expires_at: components["schemas"]["At"];
            pack: string;
            /** @description Why it was found acceptable. */
            reason: string;
            rule: string;
            /** @description Who signed. */
            who: string;
        };
        /** @description What the order would pay. */
        PlanTried: {
            /**
             * Format: int64
             * @description What the plan's limit lets the order pay.
             */
            limit: number;
            ranks: components["schemas"]["TriedRank"][];
            /** @description In the order in which it happens: at payment first, then when the refund window closes. */
            rewards: components["schemas"]["TriedReward"][];
            /** @description The place of whoever is credited. */
            seller?: number | null;
            /**
             * Format: int64
             * @description Money and coupons together, in minor units.
             */
            total: number;
        };
        /** @description A version of the plan. */
        PlanVersion: {
            /** @description Who published it: a log-in name; empty for the plan that the shop began with. */
            by: string;
            /** @description When it took over, or is to. */
            effective_at: components["schemas"]["At"];
            findings: components["schemas"]["LawFinding"][];
            held?: components["schemas"]["Words"] | null;
            /** @description When it was judged last. */
            judged_at: components["schemas"]["At"];
            packs: components["schemas"]["PackAsked"][];
            published_at: components["schemas"]["At"];
            sign_offs: components["schemas"]["PlanSignOff"][];
            /**
             * @description `active`: in force; `past`: was in force; `waiting`: published, not due yet; `held`: due, but something keeps it;
             *     `cancelled`.
             */
            state: string;
            title: components["schemas"]["Words"];
            /** Format: int64 */
            version: number;
        };
        /** @description A version with its text. */
        PlanVersionWhole: components["schemas"]["PlanVersion"] & {
            /** @description The whole plan in plain words. */
            describes: components["schemas"]["PlanSection"][];
            /** @description The plan file. */
            source: string;
        };
        /** @description A volume of a plan that some SKUs on sale do not name. */
        PlanVolumeLacking: {
            /** @description Its name in the plan. */
            id: string;
            /**
             * Format: int64
             * @description How many SKUs on sale do not name it.
             */
            lacking: number;
            /** @description What that means, as a sentence. */
            means: components["schemas"]["Words"];
            /**
             * Format: int64
             * @description How many SKUs are on sale.
             */
            skus: number;
        };
        /** @description The worst that can happen. */
        PlanWorstCase: {
            /** @description How it comes about. */
            at: components["schemas"]["Words"];
            /**
             * Format: int64
             * @description Beside it, in minor units.
             */
            fixed: number;
            /** @description Whether this is the maximum; otherwise it is an upper bound. */
            is_exact: boolean;
            /** @description Whether the limit would ever have to cut. */
            is_over: boolean;
            /** @description Whether nothing but the limit bounds it. */
            is_unbounded: boolean;
            /**
             * Format: int32
             * @description What the plan pays of a line's amount at most, in millionths.
             */
            limit: number;
            /**
             * Format: int64
             * @description Of a line's amount, in millionths.
             */
            rate: number;
        };
        /**
         * @description Where people chat.
         * @enum {string}
         */
        Platform: "wecom" | "wechat" | "qq" | "telegram" | "whatsapp" | "line" | "other";
        /** @description How large a platform lets a group be. */
        PlatformLimit: {
            /** @description The day on which this was last looked up: `2026-11-29`. */
            as_of: string;
            /**
             * Format: int64
             * @description People in a group, at most.
             */
            most: number;
            /** @description The platform. */
            platform: components["schemas"]["Platform"];
            /** @description The source of this limit. */
            source: string;
        };
        /** @description A brand that the operator prefers. */
        Preferred: {
            /** @description A word of its name, or all of it. */
            brand: string;
            /**
             * Format: int32
             * @description 0 to 1000.
             */
            points: number;
        };
        /** @description Which price of a SKU it is, and why. */
        Priced: {
            /**
             * Format: int64
             * @description What it costs without any list of prices, in minor units.
             */
            base: number;
            /**
             * Format: int64
             * @description From how many pieces on.
             */
            from: number;
            /** @description `base`, `everyone`, `member`, `rank`, `group`. */
            list: string;
            /**
             * Format: int64
             * @description Of one piece, in minor units.
             */
            price: number;
            /** @description The rank whose price it is, by its id in the plan. */
            rank?: string | null;
            /** @description Why, for the buyer. */
            why: components["schemas"]["Words"];
        };
        /** @description A price band, and how many hits it has. */
        PriceFacet: {
            /**
             * Format: int64
             * @description Without one, to any price.
             */
            below?: number | null;
            /** Format: int64 */
            count: number;
            /**
             * Format: int64
             * @description In minor units; without one, from nothing on.
             */
            from?: number | null;
        };
        /** @description How a SKU is sold. */
        PricesBody: {
            limits?: components["schemas"]["LimitsBody"];
            /** @description Its prices for somebody; whoever none of them is for, pays its own price. */
            prices: components["schemas"]["PriceView"][];
        };
        /** @description A price for somebody, as staff sees and sets it. */
        PriceView: {
            /**
             * Format: int64
             * @description For an order of so many pieces or more; of the list `everyone`, 2 or more.
             */
            from: number;
            /** @description `everyone`, `member`, `rank`: the rank and those above it. */
            list: string;
            /**
             * Format: int64
             * @description Of one piece, in minor units; below the SKU's own.
             */
            price: number;
            /** @description The rank's id in the plan; only of the list `rank`. */
            rank?: string | null;
        };
        /** @description A problem, as RFC 9457 has it. */
        Problem: {
            /**
             * @description The stable code.
             * @example stock_short
             */
            code: string;
            /** @description What is wrong and what to do, in the same language. */
            detail: string;
            /** @description The field at fault as a JSON pointer. */
            field?: string;
            /** @description What holds now, if what was sent rests on something that has changed meanwhile: of an order, its `amount` and `earn`. */
            now?: unknown;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /**
             * @description What the HTTP status means, in the language of `Accept-Language`.
             * @example Conflict
             */
            title: string;
            /**
             * @description Where the kind of problem is described.
             * @example /api/problems#stock_short
             */
            type: string;
        };
        /** @description A product. */
        ProductBody: {
            /** @description Its brand as people write it, in all scripts; may be empty. */
            brand?: string;
            category?: components["schemas"]["Id"] | null;
            /** @description The plan language's product. */
            code: string;
            description?: string;
            is_hot?: boolean;
            is_on: boolean;
            /** @description Further words by which it is found, with commas between. */
            keywords?: string;
            /** @description Uploaded before; the first one is the cover. */
            pictures?: components["schemas"]["Id"][];
            /**
             * Format: int64
             * @description The product's own rate, in millionths.
             */
            rate: number;
            /** @description Only of a new product; later by their own routes. */
            skus?: components["schemas"]["NewSku"][];
            supplier?: components["schemas"]["Id"] | null;
            /** @description In Chinese, or the only one. */
            title: string;
            /** @description In English, where that is another text; may be empty. */
            title_en?: string;
        };
        /** @description How a product sold. */
        ProductFigures: {
            /** Format: int64 */
            amount: number;
            code: string;
            /**
             * Format: int64
             * @description What the goods cost, less those that came back by now.
             */
            cost: number;
            /** Format: int64 */
            orders: number;
            /**
             * Format: int64
             * @description Pieces.
             */
            quantity: number;
            /**
             * Format: int64
             * @description Of that, sent back by now.
             */
            refunded: number;
            title: components["schemas"]["Words"];
        };
        /** @description A product's page. */
        ProductPage: components["schemas"]["Card"] & {
            description: string;
            /** @description Whether it is carried free wherever it goes. */
            is_carried_free: boolean;
            /** @description `physical`: it is sent. `voucher`: each piece is a code. */
            kind: string;
            pictures: components["schemas"]["Id"][];
            skus: components["schemas"]["SkuView"][];
            voucher?: components["schemas"]["TermsView"] | null;
        };
        /** @description A plan to publish. */
        PublishPlanBody: {
            effective_at?: components["schemas"]["At"] | null;
            /** @description A signature on each finding that asks for one. */
            sign_offs?: components["schemas"]["PlanSignature"][];
            /** @description The plan as TOML. */
            source: string;
        };
        /**
         * @description What a group is run for; each has a rhythm and a band of its own.
         * @enum {string}
         */
        Purpose: "broadcast" | "light" | "heavy";
        /** @description A cart to price. */
        QuoteBody: {
            address?: components["schemas"]["Id"] | null;
            /**
             * @description Whether to use whichever of their coupons saves most, where `coupon` names none; of those that save the same, the one that
             *     expires first.
             */
            best_coupon?: boolean;
            coupon?: components["schemas"]["Id"] | null;
            items: components["schemas"]["ItemBody"][];
            join_group?: components["schemas"]["Id"] | null;
            open_group?: components["schemas"]["Id"] | null;
        };
        /** @description One thing of the cart. */
        QuoteLine: {
            /**
             * Format: int64
             * @description To be paid for it, discounts off.
             */
            amount: number;
            /**
             * Format: int64
             * @description What one piece costs without any list of prices, in minor units.
             */
            base: number;
            /**
             * Format: int64
             * @description What one piece costs the buyer, in minor units.
             */
            price: number;
            /** Format: int64 */
            quantity: number;
            sku: components["schemas"]["Id"];
            title: components["schemas"]["Words"];
            voucher?: components["schemas"]["TermsView"] | null;
            /** @description Why it costs the buyer that. */
            why: components["schemas"]["Words"];
        };
        /** @description What a cart would cost. */
        QuoteView: {
            /**
             * Format: int64
             * @description To be paid.
             */
            amount: number;
            /** @description What that is made of. */
            charges: components["schemas"]["ChargeView"][];
            coupon?: components["schemas"]["Id"] | null;
            /** @description The coupons that they have, and what each would do: those that save most come first. An order takes one. */
            coupons: components["schemas"]["CouponChoice"][];
            /**
             * Format: int64
             * @description What the coupon takes off.
             */
            discount: number;
            /**
             * Format: int64
             * @description What a promoter earns by buying this themselves, in minor units, at the amounts to be paid; only they see it.
             */
            earn?: number | null;
            /**
             * Format: int64
             * @description What carrying it costs; nothing as long as that is not known, and it is not in `amount` then.
             */
            freight?: number | null;
            hindrance?: components["schemas"]["Words"] | null;
            lines: components["schemas"]["QuoteLine"][];
            /** @description Whether something of it is sent, so that it needs an address. */
            needs_address: boolean;
            /**
             * Format: int64
             * @description Before discounts, in minor units.
             */
            total: number;
        };
        /** @description A rank to give. */
        RankBody: {
            /** @description A rank of the plan in force; empty takes the member's rank. */
            rank: string;
            /** @description For the audit log: no personal data. */
            reason: string;
        };
        /** @description A change of rank. */
        RankChangeView: {
            /** @description When. */
            at: components["schemas"]["At"];
            /** @description `join`, `purchase`, `rule`, `review` or `hand`. */
            how: string;
            rank?: components["schemas"]["RankView"] | null;
            /** @description The rank's id in the plan of that time. */
            rank_id: string;
            /** @description Why, if by hand. */
            reason: string;
        };
        /** @description How many members have a rank. */
        RankCount: {
            /** Format: int64 */
            members: number;
            rank?: components["schemas"]["RankView"] | null;
        };
        /** @description A rank of the plan. */
        RankView: {
            /** @description Its name in English. */
            en: string;
            /** @description Its id in the plan. */
            id: string;
            /**
             * Format: int64
             * @description Its place: 1 is the lowest; 0 for an earlier rank that the plan in force does not have.
             */
            number: number;
            /** @description Its name in Chinese. */
            zh: string;
        };
        /** @description What a region pays. */
        RateBody: {
            /**
             * Format: int64
             * @description So many grams or pieces are in the first price.
             */
            first: number;
            /**
             * Format: int64
             * @description In minor units.
             */
            first_price: number;
            /**
             * Format: int64
             * @description Free from this amount of the goods that go by the template, discounts off, in minor units.
             */
            free_amount?: number | null;
            /**
             * Format: int64
             * @description Free from so many pieces.
             */
            free_pieces?: number | null;
            /**
             * Format: int64
             * @description Each further so many grams or pieces, begun or whole.
             */
            next: number;
            /**
             * Format: int64
             * @description The price of each further step, in minor units.
             */
            next_price: number;
        };
        /** @description A plan that comes with the program. */
        ReadyPlan: {
            currency: string;
            id: string;
            /** @description The rule packs that were asked. */
            packs: components["schemas"]["PackAsked"][];
            /** @description Rules of the shop's packs that refuse it; none if it may be published. */
            refused_by: components["schemas"]["LawRule"][];
            source: string;
            title: components["schemas"]["Words"];
            /** @description Rules that ask for a signature. */
            to_sign: components["schemas"]["LawRule"][];
        };
        /** @description A ready scenario. */
        ReadyScenario: {
            id: string;
            /** @description TOML. */
            text: string;
            title: components["schemas"]["Words"];
        };
        /** @description Why. */
        ReasonBody: {
            /** @description For the audit log: no personal data. */
            reason: string;
        };
        /** @description Name, phone and address of a recipient. */
        RecipientBody: {
            /** @description 省、市、区和详细地址 */
            address: string;
            /** @description 收件人 */
            name: string;
            /** @description 手机号 */
            phone: string;
        };
        /** @description Recovery codes: each is good once, and they are shown once. */
        RecoveryView: {
            codes: string[];
        };
        /** @description A voucher that somebody has redeemed. */
        RedeemedVoucher: {
            /** @description The buyer's nickname, shortened. */
            buyer_name: string;
            id: components["schemas"]["Id"];
            redeemed_at: components["schemas"]["At"];
            title: components["schemas"]["Words"];
            undo_until?: components["schemas"]["At"] | null;
        };
        /** @description What goes back. */
        RefundBody: {
            /**
             * Format: int64
             * @description So much money, in minor units; usually the share of the pieces.
             */
            amount?: number | null;
            /**
             * Format: int64
             * @description Which line of the order.
             */
            line: number;
            /**
             * Format: int64
             * @description How many pieces; 0 for money only.
             */
            quantity: number;
            /** @description Why. */
            reason: string;
            /** @description Whether the pieces can be sold again. */
            restock?: boolean;
        };
        /** @description What was booked. */
        RefundedView: {
            /**
             * Format: int64
             * @description In minor units.
             */
            amount: number;
            id: components["schemas"]["Id"];
        };
        /** @description What a refund of some pieces of a line would be. */
        RefundQuote: {
            /**
             * Format: int64
             * @description The share of the pieces, in minor units: what goes back unless another amount is said.
             */
            amount: number;
            /**
             * Format: int64
             * @description What carrying had cost, in minor units, that goes back as well: these pieces are the last of what it was for.
             */
            freight: number;
            /**
             * Format: int64
             * @description The most that can still go back of the line, in minor units.
             */
            most: number;
            /**
             * Format: int64
             * @description Pieces of the line that have not come back.
             */
            pieces: number;
        };
        /** @description Some pieces of a line that may go back. */
        RefundQuoteBody: {
            /**
             * Format: int64
             * @description Which line of the order.
             */
            line: number;
            /**
             * Format: int64
             * @description How many pieces; 0 for money only.
             */
            quantity: number;
        };
        /** @description Money on its way back. */
        RefundView: {
            /**
             * Format: int64
             * @description In minor units.
             */
            amount: number;
            id: components["schemas"]["Id"];
            /**
             * Format: int64
             * @description 0 for what carrying goods had cost, and for a payment that came too late: `reason` says which.
             */
            line: number;
            order: components["schemas"]["Id"];
            payment: components["schemas"]["Id"];
            provider?: string | null;
            /** Format: int64 */
            quantity: number;
            reason: string;
            /** @description The provider's own number. */
            reference?: string | null;
            /** @description `open`, `sent`, `done`, `failed`. */
            state: string;
        };
        /** @description A refusal, and why. */
        RefuseBody: {
            /** @description What the buyer is told. */
            answer: string;
        };
        /** @description Somebody who registers. */
        RegisterBody: {
            /** @description Their phone number, or an account name of 3 to 32 letters and digits that begins with a letter. */
            account: string;
            /** @description Whether they say that they have reached the age that the shop asks of promoters. */
            adult?: boolean;
            /** @description What others see. */
            nickname?: string | null;
            /** @description 8 to 256 characters. */
            password: string;
            /** @description The code that was sent to the phone number, where the shop sends codes. */
            phone_code?: string | null;
            /** @description Whether they want to be a promoter at once, if the plan lets them. */
            promoter?: boolean;
            /** @description The version of the terms that they agree to. */
            terms: string;
            /** @description An invitation code, or the link that it came in. */
            via?: string | null;
            /** @description The token under which their browser opened share links. */
            visitor?: string | null;
        };
        /** @description What happened in a stretch of time. Money in minor units. */
        ReportFigures: {
            /**
             * Format: int64
             * @description Different people who paid.
             */
            buyers: number;
            /**
             * Format: int64
             * @description What the goods cost, less those that came back.
             */
            cost: number;
            /**
             * Format: int64
             * @description Paid for orders.
             */
            gmv: number;
            /**
             * Format: int64
             * @description Net sales less cost and rewards.
             */
            margin: number;
            /**
             * Format: int64
             * @description Paid for orders, less refunds.
             */
            net: number;
            /** Format: int64 */
            new_members: number;
            /** Format: int64 */
            new_promoters: number;
            /**
             * Format: int64
             * @description Orders paid.
             */
            orders: number;
            /**
             * Format: int64
             * @description Rewards of net sales, in millionths; nothing without sales.
             */
            payout?: number | null;
            /**
             * Format: int64
             * @description Sent back to buyers.
             */
            refunds: number;
            /**
             * Format: int64
             * @description Of these, how many had bought before this stretch of time.
             */
            returning: number;
            /**
             * Format: int64
             * @description Rewards in money and coupons, less what refunds took back.
             */
            rewards: number;
            since: components["schemas"]["At"];
            until: components["schemas"]["At"];
        };
        /** @description A link by which a member sets a password. It is shown once. */
        ResetLinkView: {
            /** @description What the link holds, for reading it out: they type it on the page for forgotten passwords. */
            code: string;
            /** @description Until when it is good. */
            expires_at: components["schemas"]["At"];
            /** @description The link, to be sent to the member by a way that only they read. */
            link: string;
        };
        /** @description Some pieces that a buyer thinks of sending back. */
        ReturnQuoteBody: {
            /**
             * Format: int64
             * @description Which line of the order.
             */
            line: number;
            /**
             * Format: int64
             * @description How many pieces.
             */
            quantity: number;
        };
        /** @description Personal data of a member. */
        RevealedView: {
            account?: string | null;
            addresses: components["schemas"]["RecipientBody"][];
            phone?: string | null;
        };
        /** @description What I think of something that I bought. */
        ReviewBody: {
            /**
             * Format: int64
             * @description The order's line.
             */
            line: number;
            /**
             * Format: int64
             * @description 1 (bad) to 5 (very good).
             */
            stars: number;
            text: string;
        };
        /** @description What came of one withdrawal. */
        ReviewOutcome: {
            /** @description The stable code of why not; empty if it was done. */
            code: string;
            detail?: components["schemas"]["Words"] | null;
            id: components["schemas"]["Id"];
            /** @description Whether it was done. */
            ok: boolean;
        };
        /** @description The reviews of a product. */
        ReviewsView: components["schemas"]["Page_ReviewView"] & {
            /** @description How many have one star, two, and so on to five; hidden ones included. */
            by_stars: number[];
            /**
             * Format: int64
             * @description How many there are, hidden ones included.
             */
            count: number;
            /**
             * Format: int64
             * @description How many of them are hidden.
             */
            hidden: number;
            /**
             * Format: int64
             * @description Their stars together, hidden ones included.
             */
            stars: number;
        };
        /** @description Somebody of the chain. */
        RewardLink: {
            /** @description Whether this is the payee. */
            is_payee: boolean;
            member?: components["schemas"]["Id"] | null;
            /** @description Their nickname; for promoters nothing unless it is they themselves or somebody whom they invited. */
            name?: string | null;
            rank?: components["schemas"]["RankView"] | null;
        };
        /** @description What a refund took. */
        RewardTaken: {
            /**
             * Format: int64
             * @description Below zero.
             */
            amount: number;
            at: components["schemas"]["At"];
            sentence: components["schemas"]["Words"];
        };
        /** @description A reward. */
        RewardView: {
            /**
             * Format: int64
             * @description What it was when it was paid: minor units, or points.
             */
            amount: number;
            at: components["schemas"]["At"];
            /**
             * Format: int64
             * @description What the rate was taken of, in minor units; 0 for a fixed amount.
             */
            base: number;
            /**
             * Format: int64
             * @description How many promoters above the seller the payee stood.
             */
            distance: number;
            /** @description What it was paid for: `sale`, `join`, `promotion`, `first_sale`, `period`. */
            event: string;
            /** @description Tells it from every other reward of the same member. */
            id: string;
            /** @description Whether a cap or the payout limit made it smaller. */
            is_cut: boolean;
            /**
             * Format: int64
             * @description What is left of it after refunds.
             */
            kept: number;
            /**
             * Format: int64
             * @description The plan's version under which it was paid.
             */
            plan: number;
            /** @description What was sold, if it hangs on a sale. */
            product?: string | null;
            /**
             * Format: int64
             * @description In millionths.
             */
            rate: number;
            /** @description Its id in the plan. */
            reward: string;
            /** @description `pending` while the line's refund window is open; `available`; `taken_back` when nothing is left. */
            state: string;
            /** @description Its name in the plan. */
            title: components["schemas"]["Words"];
            /** @description `money`, `coupon` (at its face value), `points`. */
            unit: string;
        };
        /**
         * @description What somebody of staff is.
         * @enum {string}
         */
        Role: "owner" | "finance" | "operations" | "branch" | "bd" | "support" | "clerk";
        /** @description What a role may do. */
        RoleBody: {
            /** @description Everything that it may do from now on; nothing goes back to what it usually may. */
            permissions?: components["schemas"]["Permission"][] | null;
        };
        /** @description A role. */
        RoleView: {
            /** @description Whether I may change it: an owner's cannot be changed, and nobody gives more than they have. */
            changeable: boolean;
            /** @description What it may do. */
            permissions: components["schemas"]["Permission"][];
            role: components["schemas"]["Role"];
            /** @description What it may do as long as nothing else is set. */
            usual: components["schemas"]["Permission"][];
        };
        /** @description What regions pay. */
        RulesBody: {
            elsewhere?: components["schemas"]["RateBody"] | null;
            /** @description Of several regions in which an address lies, the one with the longest name counts. */
            zones: components["schemas"]["ZoneBody"][];
        };
        /** @description A part of the rules, in whole sentences. */
        RuleSection: {
            sentences: components["schemas"]["Words"][];
            title: components["schemas"]["Words"];
        };
        /** @description What was found. */
        SearchPage: {
            /** @description What was probably meant, if it is not what was typed: what is shown was found by it as well. */
            corrected?: string | null;
            facets: components["schemas"]["FacetsView"];
            items: components["schemas"]["Card"][];
            /** @description The cursor of the next page, if there is one. Only the first 1,000 hits can be looked at. */
            next?: string | null;
            /**
             * @description How far the question was relaxed until something was found: `no`; `apart`, the characters of a word stand apart; `most`, only
             *     most of the words are met.
             */
            relaxed: string;
            /**
             * Format: int64
             * @description How many products in all.
             */
            total: number;
            /**
             * Format: int64
             * @description How many there would be without the filters; only if there is none with them.
             */
            unfiltered: number;
            /** @description Words that no product has anything like. */
            unknown: string[];
            /** @description When not every word could be met: what leaving out one of them would find. */
            without: components["schemas"]["WithoutView"][];
        };
        /** @description What the operator sets about search. */
        SearchSettings: {
            /**
             * @description Brands that are preferred.
             * @default []
             */
            brands: components["schemas"]["Preferred"][];
            /**
             * Format: int32
             * @description Days for which a product is new: 1 to 365.
             * @default 30
             */
            new_days: number;
            /**
             * @description The prices at which a price band ends and the next begins, in minor units, rising.
             * @default [
             *       5000,
             *       10000,
             *       20000,
             *       50000
             *     ]
             */
            price_bands: number[];
            /**
             * @description Words of one meaning, one rule a line: `尿不湿 = 纸尿裤` finds each by the other, `外套 > 羽绒服` the right by the left.
             * @default
             */
            synonyms: string;
            /**
             * @default {
             *       "brand": 200,
             *       "margin": 50,
             *       "newness": 50,
             *       "price": 50,
             *       "sales": 300,
             *       "stock": 500
             *     }
             */
            weights: components["schemas"]["Weights"];
        };
        /** @description What the buyer saw before they placed an order, in minor units. */
        SeenBody: {
            /**
             * Format: int64
             * @description To be paid: `amount` of the quote.
             */
            amount: number;
            /**
             * Format: int64
             * @description What they earn by it themselves: `earn` of the quote, if that was shown.
             */
            earn?: number | null;
        };
        /** @description A phone that is to be sent a code. */
        SendCodeBody: {
            phone: string;
        };
        /** @description Money that was sent by hand. */
        SentBody: {
            /** @description The bank's number of the transfer. */
            reference: string;
        };
        /** @description Who is signed in. */
        SessionView: {
            /** @description Whether the code of their authenticator is still to come: until then they may do nothing. */
            code_needed: boolean;
            /** @description To be sent back as `X-CSRF-Token` with everything that changes something, when the cookie says who asks. */
            csrf?: string | null;
            /** @description Whether staff has stopped them: they see their own data, and may appeal. */
            frozen: boolean;
            id?: components["schemas"]["Id"] | null;
            /** @description Who is signed in: a member or staff. */
            kind: components["schemas"]["Who"];
            /** @description The language of answers: `zh` or `en`. */
            language: string;
            /** @description The member's nickname, or the name of the staff account. */
            name?: string | null;
            /** @description What whoever is signed in may do. */
            permissions: components["schemas"]["Permission"][];
            role?: components["schemas"]["Role"] | null;
        };
        /** @description One thing that may be chosen. */
        SettingChoice: {
            /** @description The day on which its contents were last checked. */
            as_of: string;
            id: string;
            title: components["schemas"]["Words"];
        };
        /** @description Everything that an operator sets. */
        Settings: {
            /**
             * Format: int32
             * @description Days for which opening a share link credits its promoter.
             * @default 7
             */
            attribution_days: number;
            /**
             * @description How long a customer stays with the promoter who brought them.
             * @default {
             *       "kind": "permanent"
             *     }
             */
            binding: components["schemas"]["Binding"];
            /**
             * @description How people reach the shop: a phone number, an account, hours. Shown to everybody.
             * @default
             */
            contact: string;
            /**
             * @description Which country's numbers a phone without a country code is of: `86`.
             * @default 86
             */
            country_code: string;
            /**
             * Format: int32
             * @description Days for which a coupon from a reward can be spent.
             * @default 90
             */
            coupon_days: number;
            /**
             * @description What the operator declares for the rule packs.
             * @default {
             *       "comments_asked": null,
             *       "courses_sold": null,
             *       "custody": null,
             *       "free_sign_up": null,
             *       "guardian_consent": null,
             *       "inviter_coupon": null,
             *       "online_withdrawal": null,
             *       "ranks_by_heads": null,
             *       "ranks_sold": null,
             *       "shares_marked": null,
             *       "vat_checked_on": null
             *     }
             */
            declared: components["schemas"]["Declared"];
            /**
             * @description Whether the first set-up has been done.
             * @default false
             */
            is_set_up: boolean;
            /**
             * Format: int32
             * @description The least age of a promoter, in years.
             * @default 18
             */
            least_age: number;
            /**
             * @description The shop's name.
             * @default Banyan
             */
            name: string;
            /**
             * @description Who delivers messages, of those that the program can reach; empty for nobody.
             * @default
             */
            notifier: string;
            /**
             * @description How customers are told to pay offline; empty without that provider.
             * @default
             */
            offline_instructions: string;
            /**
             * @description Rule packs that a plan has to pass: `cn-strict`, `us` …
             * @default [
             *       "cn-strict"
             *     ]
             */
            packs: string[];
            /**
             * @description Whether webhooks may go to addresses of this machine or of a private network.
             * @default false
             */
            private_webhooks: boolean;
            /**
             * @description Payment providers that customers may choose, in this order.
             * @default [
             *       "offline"
             *     ]
             */
            providers: string[];
            /**
             * Format: int32
             * @description Days after shipping at which an order is taken as received.
             * @default 10
             */
            receive_days: number;
            /**
             * Format: int32
             * @description Minutes after which an unpaid order is cancelled.
             * @default 30
             */
            unpaid_minutes: number;
            /**
             * Format: int32
             * @description Orders of one member that may wait to be paid; ten times as many from one address.
             * @default 50
             */
            unpaid_orders: number;
            /**
             * Format: int32
             * @description Pieces in them.
             * @default 2000
             */
            unpaid_pieces: number;
            /**
             * @description Withdrawals.
             * @default {
             *       "least": 100,
             *       "most_a_day": 5000000,
             *       "tax_profile": "cn-platform"
             *     }
             */
            withdrawals: components["schemas"]["Withdrawals"];
        };
        /** @description The settings, with what proves that nobody changed them meanwhile. */
        SettingsBody: {
            settings: components["schemas"]["Settings"];
            /** @description As it was when the settings were read: `0` if they were never changed. */
            version: string;
        };
        /** @description The first owner. */
        SetUpBody: {
            login: string;
            name: string;
            /** @description 8 to 256 characters. */
            password: string;
        };
        /** @description Hours at which an account answers, on some days of the week. */
        Shift: {
            /** @description Days of the week: 1 is Monday, 7 is Sunday. */
            days: number[];
            /**
             * Format: int64
             * @description The minute of the day at which it begins.
             */
            from: number;
            /**
             * Format: int64
             * @description The minute of the day at which it ends; up to the next day's, if it is not after `from`.
             */
            to: number;
        };
        /** @description How an order travels. */
        ShipBody: {
            /** @description The carrier's name. */
            carrier: string;
            /** @description Ship it although its buyer has asked for the money of some of it and has no answer yet. */
            despite_cases?: boolean;
            /** @description The carrier's number for it. */
            number: string;
        };
        /** @description How an order travels. */
        Shipment: {
            /** @description The carrier's name. */
            carrier: string;
            /** @description The carrier's number for it. */
            number: string;
        };
        /** @description What the shop says of itself. */
        ShopView: {
            /**
             * Format: int32
             * @description Days for which opening a share link credits its promoter.
             */
            attribution_days: number;
            /** @description How people reach the shop; empty if it has not said. */
            contact: string;
            /** @description Which country's numbers a phone without a country code is of. */
            country_code: string;
            /** @description ISO 4217. */
            currency: string;
            /**
             * Format: int32
             * @description Digits after the decimal point: minor units are so many places smaller.
             */
            digits: number;
            /** @description Whether the first set-up has been done. */
            is_set_up: boolean;
            /**
             * Format: int32
             * @description The least age of a promoter, in years.
             */
            least_age: number;
            name: string;
            /** @description Whether the shop sends codes to phones: registering with a phone takes one, and a forgotten password is set by one. */
            phone_codes: boolean;
            /** @description The plan in force. */
            plan: components["schemas"]["PlanName"];
            /** @description Payment providers that customers may choose, in this order. */
            providers: string[];
            /**
             * Format: int64
             * @description The least purchase that makes a promoter, in minor units, if a purchase does.
             */
            purchase?: number | null;
            /** @description The plan's ranks, the lowest first. */
            ranks: components["schemas"]["RankView"][];
            /**
             * Format: int64
             * @description Days from delivery for which an order may be returned, and rewards are pending.
             */
            refund_days: number;
            /** @description Whether this is a demo in which payments can be played: no money moves. */
            test_till: boolean;
            /**
             * Format: int64
             * @description How far days begin from UTC, in minutes.
             */
            utc_offset: number;
            /** @description `open`, `invitation`, `purchase`: how a customer becomes a promoter. */
            way_in: string;
            /** @description The least and the most of a day that a member may withdraw, in minor units. */
            withdrawals: number[];
        };
        /** @description Somebody has signed in. */
        SignedIn: {
            /** @description When it ends. */
            expires_at: components["schemas"]["At"];
            /** @description Who is signed in. */
            session: components["schemas"]["SessionView"];
            /** @description For apps, which have no cookies: to be sent as `Authorization: Bearer …`. Shown once. */
            token: string;
        };
        /** @description Signatures to add. */
        SignPlanBody: {
            sign_offs: components["schemas"]["PlanSignature"][];
        };
        /** @description A simulation. */
        Simulation: {
            against?: components["schemas"]["Words"] | null;
            at: components["schemas"]["At"];
            /** @description Who asked: a log-in name. */
            by: string;
            /** Format: int32 */
            days: number;
            /**
             * Format: int64
             * @description Runs done, of so many.
             */
            done: number;
            ended_at?: components["schemas"]["At"] | null;
            failure?: components["schemas"]["Words"] | null;
            id: components["schemas"]["Id"];
            plan: components["schemas"]["Words"];
            scenario: components["schemas"]["Words"];
            /** Format: int32 */
            seeds: number;
            /** @description `waiting`, `running`, `done`, `cancelled`, `failed`. */
            state: string;
            /** Format: int64 */
            steps: number;
        };
        /** @description What was asked for. */
        SimulationAsked: {
            id: components["schemas"]["Id"];
        };
        /** @description Over all runs: 5 % lie below `low`, half at most at `mid`, 5 % above `high`. */
        SimulationBand: {
            /** Format: int64 */
            high: number;
            /** Format: int64 */
            low: number;
            /** Format: int64 */
            mid: number;
        };
        /** @description What to simulate. */
        SimulationBody: {
            /** @description A second plan for the same world. */
            against?: string | null;
            /**
             * Format: int32
             * @description Days; the scenario's own unless another number is said.
             */
            days?: number | null;
            /** @description The world as TOML; empty for the defaults. */
            scenario?: string;
            /**
             * Format: int32
             * @description Runs with different chance; 20 unless another number is said.
             */
            seeds?: number | null;
            /** @description The plan as TOML. */
            source: string;
            /**
             * @description Whether to tell what happens when invitations stop, and which inputs matter: ten times as many runs. Yes unless said
             *     otherwise.
             */
            variants?: boolean | null;
        };
        /** @description By how much medians move, in millionths. */
        SimulationChange: {
            /** Format: int64 */
            members: number;
            /**
             * Format: int64
             * @description Of the shop's own money, as a share of net sales.
             */
            own: number;
            /** Format: int64 */
            sales: number;
        };
        /** @description What can be chosen from. */
        SimulationChoices: {
            /** Format: int32 */
            most_days: number;
            /**
             * Format: int32
             * @description Of `market.people`.
             */
            most_people: number;
            /** Format: int32 */
            most_seeds: number;
            /** @description The ready scenarios: the defaults with every key first, then growth that was published. */
            scenarios: components["schemas"]["ReadyScenario"][];
        };
        /** @description One figure. */
        SimulationFigure: components["schemas"]["SimulationBand"] & {
            key: string;
            title: components["schemas"]["Words"];
            /** @description `count`, `money` (minor units) or `share` (millionths). */
            unit: string;
        };
        /** @description A simulation with what came of it. */
        SimulationFull: components["schemas"]["Simulation"] & {
            against_source?: string | null;
            one?: components["schemas"]["SimulationOutcome"] | null;
            other?: components["schemas"]["SimulationOutcome"] | null;
            scenario_text: string;
            /** @description The plan, and the one beside it, as TOML. */
            source: string;
            /** @description Whether it is told what happens when invitations stop, and which inputs matter. */
            variants: boolean;
        };
        /** @description What a rule pack says, with the facts of the runs. */
        SimulationLaw: {
            /** @description The day as of which it read the law; nothing for a run of before this was kept. */
            as_of?: string | null;
            /** @description Rules that ask for what no run can know. */
            needs: components["schemas"]["LawRule"][];
            pack: string;
            refused_by: components["schemas"]["LawRule"][];
            title: components["schemas"]["Words"];
            to_review: components["schemas"]["LawRule"][];
            /** @description `refused`, `needs_review` or `no_finding`. */
            verdict: string;
            verdict_title: components["schemas"]["Words"];
        };
        /** @description What one input does. */
        SimulationLever: {
            higher: components["schemas"]["SimulationChange"];
            /** @description The key in the scenario file. */
            key: string;
            /** @description With the input a fifth lower, and a fifth higher. */
            lower: components["schemas"]["SimulationChange"];
            title: components["schemas"]["Words"];
        };
        /** @description So far, at the end of a day. */
        SimulationMonth: {
            /** @description Promoters who bring people in on that day. */
            active: components["schemas"]["SimulationBand"];
            day: number;
            members: components["schemas"]["SimulationBand"];
            own: components["schemas"]["SimulationBand"];
            pending: components["schemas"]["SimulationBand"];
            rewards: components["schemas"]["SimulationBand"];
            sales: components["schemas"]["SimulationBand"];
        };
        /** @description What a plan comes to. Sums in minor units of its currency. */
        SimulationOutcome: {
            currency: string;
            /** Format: int32 */
            digits: number;
            figures: components["schemas"]["SimulationFigure"][];
            law: components["schemas"]["SimulationLaw"][];
            /** @description Inputs by how much they matter, most first. */
            levers: components["schemas"]["SimulationLever"][];
            months: components["schemas"]["SimulationMonth"][];
            plan: components["schemas"]["Words"];
            ranks: components["schemas"]["SimulationRank"][];
            stopped?: components["schemas"]["SimulationStopped"] | null;
        };
        /** @description Members of a rank at the end. */
        SimulationRank: components["schemas"]["SimulationBand"] & {
            title: components["schemas"]["Words"];
        };
        /** @description Rewards granted in the 30 days after a day. */
        SimulationStopped: {
            /** Format: int32 */
            day: number;
            /** @description If they stop then. */
            off: components["schemas"]["SimulationBand"];
            /** @description If invitations go on. */
            on: components["schemas"]["SimulationBand"];
        };
        /** @description A SKU as it should be. */
        SkuBody: {
            code: string;
            /**
             * Format: int64
             * @description Of one piece, in minor units.
             */
            cost: number;
            is_on: boolean;
            /**
             * Format: int64
             * @description Of one piece, in minor units.
             */
            price: number;
            /** @description In Chinese, or the only one. */
            title?: string;
            /** @description In English, where that is another text; may be empty. */
            title_en?: string;
            /** @description As of a new SKU; nothing leaves them as they are. */
            volumes?: {
                [key: string]: number;
            } | null;
        };
        /** @description Something to choose. */
        SkuView: {
            /**
             * Format: int64
             * @description What it costs without any list of prices, in minor units; the same as `price` if none is for them.
             */
            base: number;
            code: string;
            /**
             * Format: int64
             * @description See the product's `earn`.
             */
            earn?: number | null;
            id: components["schemas"]["Id"];
            limits: components["schemas"]["LimitsView"];
            /**
             * Format: int64
             * @description What one piece costs the visitor in the smallest order, in minor units.
             */
            price: number;
            /** @description Where it gets cheaper for them with the number of pieces: the first step is that of one piece. */
            steps: components["schemas"]["StepView"][];
            /**
             * Format: int64
             * @description Pieces left.
             */
            stock: number;
            /** @description What tells it from the others; may be empty. */
            title: components["schemas"]["Words"];
            /** @description Why it costs the buyer that. */
            why: components["schemas"]["Words"];
        };
        /**
         * @description Where a contact came from.
         * @enum {string}
         */
        Source: "parcel" | "poster" | "employee" | "store" | "official" | "live" | "call" | "referral" | "other";
        /** @description What changes about somebody of staff; what is left out stays. They are signed out everywhere. */
        StaffChangeBody: {
            /** @description `false` closes the account: its tokens are revoked as well. */
            active?: boolean | null;
            /** @description Removes the second factor, for somebody who has lost their phone. */
            drop_second_factor?: boolean;
            /** @description Another password, for somebody who has forgotten theirs. */
            password?: string | null;
            role?: components["schemas"]["Role"] | null;
        };
        /** @description The name and the password of whoever signs in. */
        StaffLoginBody: {
            login: string;
            password: string;
        };
        /** @description Somebody of staff. */
        StaffView: {
            /** @description Whether the account is active; its sessions and tokens are no good otherwise. */
            active: boolean;
            id: components["schemas"]["Id"];
            login: string;
            name: string;
            role: components["schemas"]["Role"];
            /** @description Whether the account signs in with a second factor. */
            second_factor: boolean;
        };
        /**
         * @description How far a contact has come; read from what happened, and never set.
         * @enum {string}
         */
        Stage: "lead" | "added" | "grouped" | "customer" | "repeat" | "asleep" | "lost";
        /** @description How many contacts are at a stage. */
        StageView: {
            /** Format: int64 */
            contacts: number;
            stage: components["schemas"]["Stage"];
        };
        /**
         * @description Whether a webhook is sent anything.
         * @enum {string}
         */
        State: "active" | "stopped";
        /** @description A step at which a SKU gets cheaper. */
        StepView: {
            /**
             * Format: int64
             * @description In an order of so many pieces or more.
             */
            from: number;
            /**
             * Format: int64
             * @description Of one piece, in minor units.
             */
            price: number;
            /** @description Why it costs that. */
            why: components["schemas"]["Words"];
        };
        /** @description How stock changes. */
        StockBody: {
            /**
             * Format: int64
             * @description The whole stock: so many pieces are there that are promised to nobody.
             */
            set: number;
        } | {
            /**
             * Format: int64
             * @description The difference: so many pieces came, or went if it is below zero.
             */
            add: number;
        };
        /** @description What is there now. */
        StockView: {
            /** Format: int64 */
            stock: number;
        };
        /** @description A way to go on typing. */
        SuggestionView: {
            /**
             * Format: int64
             * @description How many products it finds.
             */
            count: number;
            /** @description Whether several people looked for it. */
            is_searched: boolean;
            /** @description The whole question. */
            text: string;
        };
        /** @description Somebody who supplies goods. */
        SupplierBody: {
            name: string;
        };
        /** @description A supplier. */
        SupplierView: {
            id: components["schemas"]["Id"];
            name: string;
        };
        /** @description A tag to begin. */
        TagBody: {
            name: string;
            rule?: components["schemas"]["TagRule"] | null;
        };
        /** @description Whether a contact has a tag. */
        TaggingBody: {
            given: boolean;
            tag: components["schemas"]["Id"];
        };
        /** @description Who gets a tag by itself. */
        TagRule: {
            /** @description The category's code. */
            category: string;
            /** @enum {string} */
            kind: "category";
        } | {
            /**
             * Format: int64
             * @description Days until now.
             */
            days: number;
            /** @enum {string} */
            kind: "spent";
            /**
             * Format: int64
             * @description In minor units.
             */
            least: number;
        } | {
            /** @enum {string} */
            kind: "region";
            region: string;
        } | {
            /** @enum {string} */
            kind: "source";
            source: components["schemas"]["Source"];
        } | {
            /** @description Whether the customer ordered more often than half of all customers. */
            is_frequent: boolean;
            /** @description Whether the customer spent more than half of all customers. */
            is_large: boolean;
            /** @description Whether the customer's last order is later than that of half of all customers. */
            is_recent: boolean;
            /** @enum {string} */
            kind: "rfm";
        };
        /** @description A tag of contacts. */
        TagView: {
            applied_at?: components["schemas"]["At"] | null;
            /**
             * Format: int64
             * @description How many contacts have it.
             */
            contacts: number;
            id: components["schemas"]["Id"];
            name: string;
            rule?: components["schemas"]["TagRule"] | null;
        };
        /** @description Somebody to take on. */
        TakeOnBody: {
            login: string;
            name: string;
            /** @description 8 to 256 characters; they may change it. */
            password: string;
            role: components["schemas"]["Role"];
        };
        /** @description Where the money goes. */
        Target: {
            /** @description 卡号或账号 */
            account: string;
            /** @description 开户行 */
            bank: string;
            /** @enum {string} */
            method: "bank";
            /** @description The holder's name. 户名 */
            name: string;
        } | {
            /** @description `openid` under the shop's `appid`. */
            account: string;
            /** @enum {string} */
            method: "wechat";
            /** @description The holder's real name, which WeChat Pay checks. */
            name: string;
        } | {
            /** @description Phone number or e-mail. 支付宝账号 */
            account: string;
            /** @enum {string} */
            method: "alipay";
            /** @description The holder's real name. 实名 */
            name: string;
        };
        /** @description What vouchers promise. */
        TermsBody: {
            address_en: string;
            address_zh: string;
            /**
             * Format: int64
             * @description Until the end of so many days after the day of purchase; if `valid_until` is said as well, what comes first counts.
             */
            days?: number | null;
            hours_en?: string;
            /** @description Opening hours, in words. */
            hours_zh?: string;
            place_en: string;
            /** @description Where it is redeemed. */
            place_zh: string;
            /**
             * @description `refunded`: the buyer has the money of an unused one back whenever they ask, and by itself when it expires. `kept`: they have not,
             *     which the rules of some countries forbid.
             */
            unused: string;
            valid_from?: components["schemas"]["At"] | null;
            valid_until?: components["schemas"]["At"] | null;
            /** @description The days of the week on which it is redeemed: 1 is Monday, 7 is Sunday. */
            weekdays: number[];
        };
        /** @description What the vouchers of a product promise. */
        TermsView: {
            address: components["schemas"]["Words"];
            /**
             * Format: int64
             * @description Until the end of so many days after the day of purchase; if `valid_until` is said as well, what comes first counts.
             */
            days?: number | null;
            /** @description Opening hours, in words; may be empty. */
            hours: components["schemas"]["Words"];
            /** @description Where it is redeemed. */
            place: components["schemas"]["Words"];
            /** @description The same in a sentence, to be read before one pays. */
            refund: components["schemas"]["Words"];
            /** @description What else one has to know before one buys, a sentence each. */
            said: components["schemas"]["Words"][];
            /** @description `refunded`: the buyer has the money of an unused one back whenever they ask, and by itself when it expires. `kept`: they have not. */
            unused: string;
            valid_from?: components["schemas"]["At"] | null;
            valid_until?: components["schemas"]["At"] | null;
            /** @description The days of the week on which it is redeemed: 1 is Monday, 7 is Sunday. */
            weekdays: number[];
        };
        /** @description What happens at the test till. */
        TestBody: {
            outcome: components["schemas"]["Outcome"];
        };
        /** @description What the shop made of it. */
        TestView: {
            order: components["schemas"]["Id"];
            /** @description `paid`; `already` if it had been paid; `late` if the order had been given up; `failed`. */
            outcome: string;
        };
        /** @description A product by its title. */
        Titled: {
            product: components["schemas"]["Id"];
            title: components["schemas"]["Words"];
        };
        /** @description An API token. */
        TokenView: {
            expires_at?: components["schemas"]["At"] | null;
            id: components["schemas"]["Id"];
            name: string;
            revoked_at?: components["schemas"]["At"] | null;
            scopes: components["schemas"]["Permission"][];
            /** @description Who issued it. */
            staff: components["schemas"]["Id"];
        };
        /** @description What somebody earned. */
        TopEarner: {
            /** Format: int64 */
            amount: number;
            member: components["schemas"]["Id"];
            nickname: string;
        };
        /** @description What an account can still do on a day. */
        TouchDayView: {
            /** @description As the shop counts its days: `2026-11-29`. */
            day: string;
            /**
             * Format: int64
             * @description Touches that are left; nothing if there is no limit.
             */
            free?: number | null;
            /** @description Whether people may be reached on it at all. */
            is_open: boolean;
            /**
             * Format: int64
             * @description Touches that are planned or were made.
             */
            taken: number;
        };
        /** @description Which touches of a plan. */
        TouchesBody: {
            /** @description Their ids; nothing for all for which it is time. */
            touches?: components["schemas"]["Id"][] | null;
        };
        /** @description How many touches were closed. */
        TouchesClosedView: {
            /** Format: int64 */
            touches: number;
        };
        /** @description The outcome of reserving a plan's touches. */
        TouchesReservedView: {
            first_at: components["schemas"]["At"];
            /** @description The plan's. */
            id: components["schemas"]["Id"];
            last_at: components["schemas"]["At"];
            /**
             * Format: int64
             * @description People who were left out because they want no contact.
             */
            said_no: number;
            /** Format: int64 */
            touches: number;
        };
        /** @description A plan that holds some of an account's touches. */
        TouchHolderView: {
            /** @description The plan's name. */
            name: string;
            /** Format: int64 */
            touches: number;
        };
        /**
         * @description What reaches one person.
         * @enum {string}
         */
        TouchKind: "friend_request" | "message" | "call";
        /** @description How many touches of a kind an account of a platform may make in a day. */
        TouchLimit: {
            /** @description The day on which this was last looked up: `2026-11-29`. */
            as_of: string;
            kind: components["schemas"]["TouchKind"];
            /**
             * Format: int64
             * @description In a day, at most.
             */
            most: number;
            platform: components["schemas"]["Platform"];
            /** @description The source of this limit. */
            source: string;
        };
        /** @description When nobody is touched, and how often at most. */
        TouchNorms: {
            /** @description What accounts may do in a day; what is not named has no limit of its own. */
            limits: components["schemas"]["TouchLimit"][];
            /**
             * Format: int64
             * @description Touches that a person gets in a week, over all plans and accounts, at most.
             */
            person_week: number;
            /**
             * Format: int64
             * @description Minutes of the day from which on nobody is touched.
             */
            quiet_from: number;
            /**
             * Format: int64
             * @description Minutes of the day up to which nobody is touched; equal to `quiet_from`: no quiet hours.
             */
            quiet_to: number;
            /** @description Days of the week on which nobody is touched: 1 is Monday, 7 is Sunday. */
            rest_days: number[];
        };
        /** @description The phone of somebody who is due. */
        TouchPhoneView: {
            /** @description Empty if none is known. */
            phone: string;
        };
        /** @description Touches to plan. */
        TouchPlanBody: {
            /** @description The account that makes them. */
            account: components["schemas"]["Id"];
            /**
             * Format: int64
             * @description Within how many days, the first among them.
             */
            days: number;
            from?: components["schemas"]["At"] | null;
            kind: components["schemas"]["TouchKind"];
            name: string;
            /** @description The contacts to reach; nothing for everybody whom the account can reach so. */
            persons?: components["schemas"]["Id"][] | null;
            tag?: components["schemas"]["Id"] | null;
            /** @description What may be said, in turn: up to ten texts of 500 characters. */
            wordings?: string[];
        };
        /** @description Touches that were planned together, and how they stand. */
        TouchPlanView: {
            account: components["schemas"]["Id"];
            account_name: string;
            first_at?: components["schemas"]["At"] | null;
            /**
             * Format: int64
             * @description Touches that were called off.
             */
            given_back: number;
            id: components["schemas"]["Id"];
            kind: components["schemas"]["TouchKind"];
            last_at?: components["schemas"]["At"] | null;
            list?: components["schemas"]["Id"] | null;
            name: string;
            planned_at: components["schemas"]["At"];
            /**
             * Format: int64
             * @description Touches that are planned and hold their places.
             */
            reserved: number;
            /**
             * Format: int64
             * @description Touches that were made.
             */
            spent: number;
        };
        /** @description What an account can still do, and who holds the rest. */
        TouchRoomView: {
            /** @description Today and the thirteen days after it. */
            days: components["schemas"]["TouchDayView"][];
            /** @description The plans that hold most of these days, three at most. */
            holders: components["schemas"]["TouchHolderView"][];
            /**
             * Format: int64
             * @description Touches in a day at most; nothing if there is no limit.
             */
            most?: number | null;
        };
        /**
         * @description How a touch stands.
         * @enum {string}
         */
        TouchState: "reserved" | "spent" | "given_back";
        /** @description One touch. */
        TouchView: {
            account: components["schemas"]["Id"];
            account_name: string;
            due_at: components["schemas"]["At"];
            id: components["schemas"]["Id"];
            kind: components["schemas"]["TouchKind"];
            /** @description What was noted of it. */
            note: string;
            person?: components["schemas"]["Id"] | null;
            person_name: string;
            plan: components["schemas"]["Id"];
            plan_name: string;
            result?: components["schemas"]["CallResult"] | null;
            state: components["schemas"]["TouchState"];
            /** @description What may be said; empty if that is left to whoever makes it. */
            wording: string;
        };
        /** @description One side of it. */
        TransferSide: {
            account: string;
            /** @description A member's nickname. */
            name: string;
            owner?: components["schemas"]["Id"] | null;
            title: components["schemas"]["Words"];
        };
        /** @description A transfer with both of its sides. */
        TransferView: {
            /**
             * Format: int64
             * @description What went from one side to the other: minor units, or points.
             */
            amount: number;
            at: components["schemas"]["At"];
            from: components["schemas"]["TransferSide"];
            kind: string;
            /**
             * Format: int64
             * @description The order's line.
             */
            line: number;
            title: components["schemas"]["Words"];
            to: components["schemas"]["TransferSide"];
        };
        /** @description A rank that changes with the order. */
        TriedRank: {
            /** @description `purchase`, `join`, `rule`. */
            how: string;
            person: number;
            rank?: string | null;
        };
        /** @description A reward of the order. */
        TriedReward: {
            /** Format: int64 */
            amount: number;
            arithmetic: components["schemas"]["Words"];
            /** Format: int64 */
            base: number;
            /** @description Whether a limit has cut it. */
            cut: boolean;
            /**
             * Format: int32
             * @description Promoters between the seller and them, themselves counted; 0 for the seller.
             */
            distance: number;
            /** @description `sale`, `join`, `promotion` or `first_sale`. */
            event: string;
            /** @description The payee's place. */
            payee: number;
            /**
             * Format: int32
             * @description In millionths; 0 for a fixed amount.
             */
            rate: number;
            reward: string;
            sentence: components["schemas"]["Words"];
            title: components["schemas"]["Words"];
            /** @description `money`, `coupon` or `points`. */
            unit: string;
        };
        /** @description Somebody on the tree. */
        TryPerson: {
            /** @description The place of the inviter, from 0. */
            inviter?: number | null;
            name: string;
            /** @description The id of the member's rank; nothing for a customer. */
            rank?: string | null;
        };
        /** @description An order to try, on a tree that is drawn with it. */
        TryPlanBody: {
            /** @description Everybody on the tree; an inviter stands before those whom they invited. */
            people: components["schemas"]["TryPerson"][];
            sale: components["schemas"]["TrySale"];
            /** @description The plan as TOML. */
            source: string;
        };
        /** @description The order. */
        TrySale: {
            /**
             * Format: int64
             * @description What the buyer pays, in minor units.
             */
            amount: number;
            /** @description The buyer's place among the people, from 0. */
            buyer: number;
            /** @description A category that the plan names. */
            category?: string;
            /**
             * Format: int64
             * @description What the goods cost the shop.
             */
            cost?: number;
            /** @description A product's code that the plan names. */
            product?: string;
            /**
             * Format: int64
             * @description The product's own rate, in millionths.
             */
            rate?: number;
            /** @description The seller's place, if somebody is named. */
            seller?: number | null;
        };
        /** @description What promoters really earned in the last year, those who earned nothing included. Amounts in minor units. */
        TypicalView: {
            /** @description When it was computed. */
            as_of: components["schemas"]["At"];
            /**
             * Format: int64
             * @description Of these, who earned nothing. Nothing is told here and below where so few people earned so much that it would tell
             *     what one of them earned.
             */
            earned_nothing?: number | null;
            /**
             * Format: int64
             * @description Half earned no more than this.
             */
            median?: number | null;
            /**
             * Format: int64
             * @description Their share, in millionths.
             */
            nothing_share?: number | null;
            /**
             * Format: int64
             * @description Three quarters earned no more than this.
             */
            p75?: number | null;
            /**
             * Format: int64
             * @description Nine in ten earned no more than this.
             */
            p90?: number | null;
            /**
             * Format: int64
             * @description Ninety-nine in a hundred earned no more than this.
             */
            p99?: number | null;
            /**
             * Format: int64
             * @description Promoters counted.
             */
            promoters: number;
            /** @description The year began here. */
            since: components["schemas"]["At"];
        };
        /** @description Whether a review is useful to a member. */
        UsefulBody: {
            is_useful: boolean;
        };
        /** @description A share link that was opened. */
        VisitBody: {
            /** @description The promoter's code. */
            code: string;
            product?: components["schemas"]["Id"] | null;
            /** @description A random token that the browser keeps, for visitors who are not signed in; give it again on signing in. */
            visitor?: string | null;
        };
        /** @description Whether it counted. */
        VisitView: {
            /** @description Not if the code is nobody's or one's own, or the same link was opened just before. */
            counted: boolean;
        };
        /** @description A volume that SKUs may have beside their price. */
        VolumeView: {
            /** @description What the plan does with it. */
            does: components["schemas"]["Words"];
            from?: components["schemas"]["At"] | null;
            /** @description Its name in the plan. */
            id: string;
            /**
             * Format: int32
             * @description The most that a SKU has of it, in millionths of its price; and what a SKU has that says nothing.
             */
            most: number;
        };
        /** @description A code as it was typed or scanned. */
        VoucherCodeBody: {
            /** @description Small letters, full-width letters, spaces and hyphens do no harm. */
            code: string;
        };
        /** @description A voucher as its buyer sees it. */
        VoucherView: {
            /** @description Whether its buyer can have their money back now. */
            can_be_refunded: boolean;
            /** @description What is shown to have it redeemed, in groups; only as long as it is unused. */
            code?: string | null;
            ended_at?: components["schemas"]["At"] | null;
            expires_at: components["schemas"]["At"];
            id: components["schemas"]["Id"];
            /** Format: int64 */
            line: number;
            order: components["schemas"]["Id"];
            /**
             * Format: int64
             * @description The first, second, … of its line.
             */
            piece: number;
            /** @description `unused`, `redeemed`, `refunded`, `expired`. */
            state: string;
            terms: components["schemas"]["TermsView"];
            /** @description What was bought. */
            title: components["schemas"]["Words"];
        };
        /** @description What waits for somebody of staff. */
        WaitingView: {
            /** Format: int64 */
            after_sales: number;
            /** Format: int64 */
            appeals: number;
            /** Format: int64 */
            to_ship: number;
            /** Format: int64 */
            withdrawals: number;
        };
        /** @description What somebody sets up. */
        Wanted: {
            state?: components["schemas"]["State"] | null;
            /**
             * @description What about: `order.paid`, or `*` for everything.
             * @example [
             *       "order.paid",
             *       "order.refunded"
             *     ]
             */
            topics: string[];
            /**
             * @description Where to: `https://example.com/hook`.
             * @example https://example.com/hook
             */
            url: string;
        };
        /**
         * @description How people were counted.
         * @enum {string}
         */
        Way: "hand" | "file";
        /** @description How the buyer pays. */
        WayBody: {
            /** @enum {string} */
            kind: "qr";
        } | {
            /** @enum {string} */
            kind: "in_app";
            /** @description Their name in the payment app: WeChat's `openid` under the shop's `appid`. */
            payer: string;
        } | {
            /** @enum {string} */
            kind: "browser";
        };
        /** @description Somebody of the shop whom visitors can meet. */
        WayHostView: {
            /** @description Whether it is their turn, so that an answer can be expected soon. */
            is_on: boolean;
            /** @description As the shop calls them. */
            name: string;
            platform: components["schemas"]["Platform"];
        };
        /** @description How to add somebody of the shop. */
        WayMetView: {
            /** @description The link that adds them, and that their QR code holds; empty if there is only an id. */
            address: string;
            /** @description Their id at the platform; empty if there is only a link. */
            handle: string;
            name: string;
            platform: components["schemas"]["Platform"];
            /** @description What they say; empty if that is left to them. */
            welcome: string;
        };
        /** @description Whether a visit was counted. */
        WayShownView: {
            /** @description Not if the same visitor was counted before. */
            counted: boolean;
        };
        /** @description A way to meet somebody of the shop. */
        WayView: {
            host?: components["schemas"]["WayHostView"] | null;
            /** @description What they say; empty if that is left to them. */
            welcome: string;
        };
        /** @description The visitor who asks how to add the account. */
        WayVisitorBody: {
            /** @description A name of 16 to 64 letters and digits, drawn at random for this page alone. */
            visitor: string;
        };
        /** @description A webhook, and how it does. */
        WebhookView: {
            /**
             * Format: int64
             * @description Attempts at the next message that have failed, one after another.
             */
            failures: number;
            id: components["schemas"]["Id"];
            /** @description Why the last attempt failed. */
            last_error?: string | null;
            next_try_at?: components["schemas"]["At"] | null;
            state: components["schemas"]["State"];
            /** @description The moment of the last thing that it was told of, or that was not for it. */
            told_until: components["schemas"]["At"];
            /** @description What about. */
            topics: string[];
            /** @description Where to. */
            url: string;
        };
        /** @description What somebody sets up. */
        WecomBody: {
            /** @description The `EncodingAESKey` of the callback address. */
            aes_key?: string | null;
            /** @description Where the API is; empty for WeCom's own. */
            api?: string;
            corp: string;
            /** @description Whether the two speak with each other. */
            is_on: boolean;
            /** @description The secret of the app. One that is left out stays as it is; so do the others. */
            secret?: string | null;
            /** @description The token of the callback address. */
            token?: string | null;
        };
        /** @description The corp that the shop is connected to; its secrets are never shown. */
        WecomConnectionView: {
            /** @description Where its API is. */
            api: string;
            corp: string;
            is_on: boolean;
        };
        /** @description What was refused, by its code. */
        WecomErrorView: {
            /** @description Of WeCom, or of a callback that the shop refused. */
            code: string;
            last_at: components["schemas"]["At"];
            /** @description What it means, and what to do. */
            text: components["schemas"]["Words"];
            /** Format: int64 */
            times: number;
        };
        /** @description Something that the newest sync could not see. */
        WecomGapView: {
            /** Format: int64 */
            code: number;
            /** @description What was asked: `staff`, `contacts` of somebody, `groups`, a `group`, a `customer`. */
            kind: string;
            /** @description Whom or which, by the id at WeCom; empty for all. */
            subject: string;
            /** @description Why, and what to do. */
            text: components["schemas"]["Words"];
        };
        /** @description How the newest sync stands. */
        WecomSyncView: {
            began_at: components["schemas"]["At"];
            ended_at?: components["schemas"]["At"] | null;
            /**
             * Format: int64
             * @description Groups that it reads, and those that are left. There are more to come as long as lists are left.
             */
            groups: number;
            /** Format: int64 */
            groups_left: number;
            /**
             * Format: int64
             * @description Lists of staff and of groups that are left.
             */
            lists_left: number;
            /**
             * Format: int64
             * @description Members of staff whose customers it reads, and those that are left.
             */
            staff: number;
            /** Format: int64 */
            staff_left: number;
        };
        /** @description The connection to WeCom, and how it does. */
        WecomView: {
            /** @description The address to write into WeCom's administration. */
            callback: string;
            /**
             * Format: int32
             * @description Calls of this minute, at the address of the API that was called most.
             */
            calls: number;
            /**
             * Format: int32
             * @description Calls a minute that WeCom lets a corp make at one address.
             */
            calls_most: number;
            connection?: components["schemas"]["WecomConnectionView"] | null;
            /**
             * Format: int64
             * @description Customers, each once.
             */
            customers: number;
            /** @description Those that came last first. */
            errors: components["schemas"]["WecomErrorView"][];
            gaps: components["schemas"]["WecomGapView"][];
            /** Format: int64 */
            groups: number;
            heard_at?: components["schemas"]["At"] | null;
            /**
             * Format: int64
             * @description Customers in groups, each once for each group.
             */
            members: number;
            /**
             * Format: int64
             * @description Members of staff who serve customers.
             */
            staff: number;
            sync?: components["schemas"]["WecomSyncView"] | null;
            /**
             * Format: int64
             * @description Callbacks that wait to be applied, and when the oldest of them came.
             */
            waiting: number;
            waiting_since?: components["schemas"]["At"] | null;
            waits_until?: components["schemas"]["At"] | null;
        };
        /**
         * @description How much each figure of a product moves it up, in thousandths: −1000 to 1000. A product's text score is multiplied by 1 + the sum
         *     of weight × figure.
         */
        Weights: {
            /**
             * Format: int32
             * @description What the operator gives its brand.
             * @default 200
             */
            brand: number;
            /**
             * Format: int32
             * @description Margin.
             * @default 50
             */
            margin: number;
            /**
             * Format: int32
             * @description How new it is.
             * @default 50
             */
            newness: number;
            /**
             * Format: int32
             * @description How cheap it is in its category.
             * @default 50
             */
            price: number;
            /**
             * Format: int32
             * @description Pieces sold in thirty days, against the best seller of its category.
             * @default 300
             */
            sales: number;
            /**
             * Format: int32
             * @description Whether it can be bought now.
             * @default 500
             */
            stock: number;
        };
        /** @description What is said to whoever comes at some hours. */
        Welcome: {
            /**
             * Format: int64
             * @description The minute of the day from which on it is said.
             */
            from: number;
            text: string;
        };
        /**
         * @description Who is signed in: a member or staff.
         * @enum {string}
         */
        Who: "visitor" | "member" | "staff" | "program";
        /** @description Why a reward is what it is. */
        WhyView: components["schemas"]["RewardView"] & {
            /** @description The arithmetic alone. */
            arithmetic: components["schemas"]["Words"];
            /** @description From the seller up to the payee, with the ranks that they had then. Empty where no chain decides. */
            chain: components["schemas"]["RewardLink"][];
            /** @description All of it, in one sentence. */
            sentence: components["schemas"]["Words"];
            /** @description What refunds took from it. */
            taken: components["schemas"]["RewardTaken"][];
        };
        /** @description A withdrawal to ask for. */
        WithdrawalAskBody: {
            /**
             * Format: int64
             * @description Before tax, in minor units.
             */
            amount: number;
            same_as?: components["schemas"]["Id"] | null;
            target?: components["schemas"]["Target"] | null;
        };
        /** @description An amount to ask about. */
        WithdrawalQuoteBody: {
            /**
             * Format: int64
             * @description Before tax, in minor units.
             */
            amount: number;
        };
        /** @description What a member would get. */
        WithdrawalQuoteView: {
            /**
             * Format: int64
             * @description Before tax, in minor units.
             */
            amount: number;
            /** @description The day on which its contents were last checked. */
            as_of: string;
            /**
             * Format: int64
             * @description What is available now, before this.
             */
            available: number;
            /** @description The arithmetic, line by line. */
            lines: components["schemas"]["Words"][];
            /** @description Whether the year's payments have to be reported to the tax office. */
            must_report: boolean;
            /**
             * Format: int64
             * @description Paid out.
             */
            net: number;
            /** @description The tax profile's name. */
            profile: components["schemas"]["Words"];
            /**
             * Format: int64
             * @description Withheld.
             */
            tax: number;
        };
        /** @description What the operator sets about withdrawals. */
        Withdrawals: {
            /**
             * Format: int64
             * @description The least amount, in minor units.
             * @default 100
             */
            least: number;
            /**
             * Format: int64
             * @description The most of one member in a day, in minor units.
             * @default 5000000
             */
            most_a_day: number;
            /**
             * @description How tax is withheld: the name of a profile.
             * @default cn-platform
             */
            tax_profile: string;
        };
        /** @description A withdrawal. */
        WithdrawalView: {
            /** @description The account, most of it hidden. */
            account: string;
            /**
             * Format: int64
             * @description Before tax, in minor units.
             */
            amount: number;
            /** @description What staff or the provider said. */
            answer: string;
            asked_at: components["schemas"]["At"];
            decided_at?: components["schemas"]["At"] | null;
            id: components["schemas"]["Id"];
            /** @description How the tax came about, line by line. */
            lines: components["schemas"]["Words"][];
            /** @description `bank`, `wechat`, `alipay`. */
            method: string;
            /**
             * Format: int64
             * @description Paid out.
             */
            net: number;
            paid_at?: components["schemas"]["At"] | null;
            /** @description What the payment app's script needs, if they have to say yes there. */
            prepared?: unknown;
            /** @description The bank's or the provider's own number. */
            reference?: string | null;
            /** @description `asked`, `approved`, `sent`, `paid`, `refused`, `failed`. */
            state: string;
            /**
             * Format: int64
             * @description Withheld.
             */
            tax: number;
        };
        /** @description What would be found without one word. */
        WithoutView: {
            /** Format: int64 */
            count: number;
            word: string;
        };
        /** @description A text in both languages. */
        Words: {
            /** @description English. */
            en: string;
            /** @description 中文 */
            zh: string;
        };
        /** @description Some regions, and what they pay. */
        ZoneBody: {
            rate?: components["schemas"]["RateBody"] | null;
            /** @description How addresses there begin, such as `浙江省` or `浙江省杭州市`; names in Latin letters may also stand at the end. */
            regions: string[];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
