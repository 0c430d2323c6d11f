/**
 * The identity that a contact is most likely reached at, as a subquery: first who confirmed the topic there, then
 * whom the platform lets us write to, then where they last wrote. The contact is called `c` around it.
 *
 * @param topic     SQL of the topic's id; NULL: no topic counts.
 * @param channels  SQL of the only channels that count; NULL: all.
 * @param identity  SQL of the only identity that counts; NULL: any.
 */
export const LIKELIEST_IDENTITY = (topic: string, channels: string, identity: string): string => `
      SELECT i.id, i.channel_account_id, a.channel
        FROM identities i JOIN channel_accounts a ON a.id = i.channel_account_id
       WHERE i.contact_id = c.id AND i.kind = 'PERSON' AND a.status <> 'DISCONNECTED'
         AND (${identity} IS NULL OR i.id = ${identity})
         AND (${channels} IS NULL OR a.channel = ANY (${channels}))
       ORDER BY coalesce((SELECT r.action = 'CONFIRMED' FROM consent_records r
                           WHERE r.identity_id = i.id AND r.topic_id = ${topic}
                           ORDER BY r.number DESC LIMIT 1), false) DESC,
                i.reachability = 'REACHABLE' DESC, i.last_inbound_at DESC NULLS LAST, i.created_at, i.id
       LIMIT 1`;
