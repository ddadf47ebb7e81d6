import { KeyRound } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { type FormEvent, useState } from "react";
import { asProblem } from "../api/problem";
import { Button } from "../parts/Button";
import dialog from "../parts/Dialog.module.css";
import { Labelled, TextInput } from "../parts/Inputs";
import styles from "./Shell.module.css";
import { signIn, useSignedInElsewhere } from "./session";

/** Lies over the page while a token is needed; what was on the page is still there afterwards. */
export function SignIn({ reason }: { reason: string }) {
  useSignedInElsewhere();
  const [token, setToken] = useState("");
  const [error, setError] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      await signIn(token.trim());
    } catch (caught) {
      setError(asProblem(caught).message);
      setBusy(false);
    }
  };
  return (
    <Radix.Root open>
      <Radix.Portal>
        <Radix.Overlay className={dialog.veil} />
        <Radix.Content
          className={dialog.dialog}
          onEscapeKeyDown={(event) => event.preventDefault()}
        >
          <header className={dialog.head}>
            <Radix.Title asChild>
              <h2>Sign in</h2>
            </Radix.Title>
          </header>
          <Radix.Description asChild>
            <div className={dialog.description}>
              {reason} Who runs the server makes one with{" "}
              <code>noetl token create --name NAME --role operator</code>.
            </div>
          </Radix.Description>
          <form className={`${dialog.body} ${styles.signIn}`} onSubmit={submit}>
            <Labelled label="Access token" error={error} isNeeded>
              {(ids) => (
                <TextInput
                  {...ids}
                  type="password"
                  autoComplete="current-password"
                  value={token}
                  placeholder="noetl_..."
                  onChange={(event) => setToken(event.target.value)}
                />
              )}
            </Labelled>
            <Button
              look="primary"
              type="submit"
              icon={KeyRound}
              isBusy={isBusy}
              disabled={!token.trim()}
            >
              Sign in
            </Button>
          </form>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
