/** A simulated platform with one account of ours and one customer: what all five have in common. */
export interface DemoChannel {
  /** As the gateway knows it: `whatsapp`. */
  readonly channel: string;
  /** As people know it: `WhatsApp`. */
  readonly title: string;
  /** Where its customers can be driven by hand. */
  readonly controlUrl: string;
  /** What an operator enters to connect the account. */
  readonly credentials: Readonly<Record<string, string>>;
  readonly settings: Readonly<Record<string, string>>;
  readonly apiBaseUrl: string;
  /** Enters our address in the platform's own forms; absent: connecting does that. */
  registerWebhook?(url: string): void;
  readonly customer: DemoCustomer;
  /** Somebody new opens the chat by a link; absent: links of the demo lead elsewhere. */
  opensLink?(name: string, link: URL): DemoCustomer;
  /** Bodies of the requests that brought the customer something, oldest first. */
  sent(): readonly object[];
  close(): Promise<void>;
}

export interface DemoCustomer {
  readonly name: string;
  writes(text: string): void;
  /** Of the last message that had such a button. */
  taps(label: string): void;
  /** Absent: this platform tells nobody what was read. */
  reads?(): void;
  /** What their app has shown until now, oldest first. */
  shown(): readonly ShownMessage[];
}

export interface ShownMessage {
  readonly text: string;
  readonly buttons: readonly string[];
  readonly hasFile: boolean;
}
