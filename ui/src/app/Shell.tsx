import {
  Activity,
  BookOpen,
  KeyRound,
  Layers,
  LogOut,
  Menu as MenuIcon,
  Moon,
  PanelLeftClose,
  PanelLeftOpen,
  Search,
  Server,
  SquarePen,
  Sun,
  SunMoon,
  WifiOff,
  Workflow,
} from "lucide-react";
import { useEffect, useState } from "react";
import { NavLink, Outlet, useLocation } from "react-router";
import { connection, useStanding } from "../api/connection";
import { Button, IconButton } from "../parts/Button";
import { Toasts } from "../parts/Toasts";
import { span, useNow } from "../parts/time";
import { tell } from "../parts/toasts";
import { Palette } from "./Palette";
import styles from "./Shell.module.css";
import { SignIn } from "./SignIn";
import { signOut, useRenewal, useSession, useWatch } from "./session";
import { type Theme, useTheme } from "./theme";

export const PLACES = [
  { to: "/executions", label: "Executions", icon: Activity },
  { to: "/playbooks", label: "Playbooks", icon: BookOpen },
  { to: "/editor", label: "Editor", icon: SquarePen },
  { to: "/workers", label: "Workers", icon: Workflow },
  { to: "/queue", label: "Queue", icon: Layers },
  { to: "/credentials", label: "Credentials", icon: KeyRound },
  { to: "/system", label: "System", icon: Server },
];

/** What is around every page: where one can go, how the server is, the palette. */
export function Shell() {
  const [isNarrow, setNarrow] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const [hasPalette, setPalette] = useState(false);
  const standing = useStanding();
  const { pathname } = useLocation();
  useRenewal();
  useWatch();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a page that was chosen closes the menu.
  useEffect(() => setOpen(false), [pathname]);
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        setPalette((open) => !open);
      } else if (event.key === "/" && !isTyping(event.target)) {
        const search = document.querySelector<HTMLElement>("[data-search]");
        if (search) {
          event.preventDefault();
          search.focus();
        }
      }
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, []);
  return (
    <div className={`${styles.shell} ${isNarrow ? styles.narrow : ""}`}>
      <a href="#content" className={styles.skip}>
        Skip to the content
      </a>
      <header className={styles.top}>
        <IconButton
          icon={MenuIcon}
          label={isOpen ? "Close the menu" : "Open the menu"}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        />
        <Brand />
        <IconButton
          icon={Search}
          label="Search and commands (Ctrl K)"
          onClick={() => setPalette(true)}
        />
      </header>
      <nav className={`${styles.side} ${isOpen ? styles.open : ""}`} aria-label="Pages">
        <div className={styles.brandRow}>
          <Brand />
        </div>
        <button type="button" className={styles.find} onClick={() => setPalette(true)}>
          <Search size={15} aria-hidden />
          <span>Search</span>
          <kbd>Ctrl K</kbd>
        </button>
        {PLACES.map(({ to, label, icon: Icon }) => (
          <NavLink
            key={to}
            to={to}
            className={styles.place}
            title={isNarrow ? label : undefined}
            onClick={() => setOpen(false)}
          >
            <Icon size={17} aria-hidden />
            <span>{label}</span>
          </NavLink>
        ))}
        <div className={styles.foot}>
          <Who />
          <div className={styles.tools}>
            <ThemeSwitch />
            <span className={styles.narrowSwitch}>
              <IconButton
                icon={isNarrow ? PanelLeftOpen : PanelLeftClose}
                label={isNarrow ? "Show names" : "Show icons only"}
                onClick={() => setNarrow(!isNarrow)}
              />
            </span>
          </div>
        </div>
      </nav>
      <main id="content" className={styles.main} tabIndex={-1}>
        {standing.kind === "lost" && <Lost since={standing.since} />}
        <Outlet />
      </main>
      {standing.kind === "locked" && <SignIn reason={standing.reason} />}
      <Palette isOpen={hasPalette} onClose={() => setPalette(false)} />
      <Toasts />
    </div>
  );
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName))
  );
}

function Brand() {
  return (
    <NavLink to="/executions" className={styles.brand}>
      <img src="/favicon.svg" alt="" width={22} height={22} />
      <span>NoETL</span>
    </NavLink>
  );
}

function Lost({ since }: { since: number }) {
  const now = useNow();
  return (
    <div className={styles.lost} role="alert">
      <WifiOff size={16} aria-hidden />
      <span>
        The server has not answered for {span(Math.max(1, Math.floor((now - since) / 1000)))}. What
        you see is from before; the page goes on by itself when it is back.
      </span>
      <Button onClick={connection.probe}>Look now</Button>
    </div>
  );
}

function Who() {
  const { data } = useSession();
  if (!data?.token_needed) {
    return null;
  }
  return (
    <div className={styles.who}>
      <span className="cut">
        Signed in as <strong>{data.role}</strong>
      </span>
      <IconButton
        icon={LogOut}
        label="Sign out"
        onClick={() => void signOut().catch(tell.failed)}
      />
    </div>
  );
}

const THEMES: Record<Theme, { icon: typeof Sun; label: string; next: Theme }> = {
  system: { icon: SunMoon, label: "Colours: as the system", next: "light" },
  light: { icon: Sun, label: "Colours: light", next: "dark" },
  dark: { icon: Moon, label: "Colours: dark", next: "system" },
};

function ThemeSwitch() {
  const [theme, setTheme] = useTheme();
  const { icon, label, next } = THEMES[theme];
  return <IconButton icon={icon} label={label} onClick={() => setTheme(next)} />;
}
