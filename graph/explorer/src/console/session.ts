/** The console of this page: its language and its engine, begun once. */
import { ask as words } from "../strings";
import type { Answer, Parts, Stage } from "./engine";
import { Broken, Engine, Stopped } from "./engine";
import type { Language } from "./query";
import { explained, MOST, prepared, QueryError } from "./query";

export class Session {
  private readonly listeners = new Set<(stage: Stage) => void>();
  private readonly engine: Engine;
  stage: Stage = "engine";

  constructor(
    readonly language: Language,
    make: () => Worker,
    parts: () => Parts,
  ) {
    this.engine = new Engine(make, parts, (stage) => {
      this.stage = stage;
      this.listeners.forEach((listener) => listener(stage));
    });
    void this.engine.ready().catch(() => undefined);
  }

  /** Tells of every step of the engine's beginning, until the function that it gives is called. */
  onStage(listener: (stage: Stage) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** Answers a query. Throws a `QueryError` that says what is wrong and where; `Stopped` if it was stopped meanwhile. */
  async ask(sparql: string): Promise<Answer> {
    const { shift, ...asked } = prepared(sparql, this.language);
    try {
      return await this.engine.ask({ ...asked, most: MOST });
    } catch (why) {
      if (why instanceof Stopped) throw why;
      if (why instanceof Broken) throw new QueryError(words.broken(why.message));
      throw explained(sparql, (why as Error).message, shift, this.language);
    }
  }

  /** Gives up what is being asked, at once; an engine that had to be ended for it begins anew. */
  stop(): void {
    this.engine.stop();
    void this.engine.ready().catch(() => undefined);
  }
}

let begun: Session | undefined;

export function begin(...given: ConstructorParameters<typeof Session>): void {
  begun = new Session(...given);
}

export function session(): Session {
  if (!begun) throw new Error("the console has not begun");
  return begun;
}
