/** What GraphiQL opens with. */
export const STARTER = `# Who wrote?
query Inbox {
  conversations(first: 10) {
    asOf
    nodes {
      id
      unreadCount
      contact { name }
      lastMessage { preview direction sentAt }
      case { number status }
    }
  }
}

# What happens, live?
subscription Live {
  events {
    cursor
    type
    ... on MessageReceived { message { preview conversation { id } } }
    ... on MessageStatusChanged { message { preview status } }
  }
}
`;
