import {
  Ban,
  CheckCircle2,
  CircleDashed,
  CircleDot,
  CirclePause,
  CircleX,
  Hourglass,
  type LucideIcon,
  SkipForward,
} from "lucide-react";
import styles from "./StatusBadge.module.css";

const LOOKS: Record<string, { icon: LucideIcon; tone: string }> = {
  COMPLETED: { icon: CheckCircle2, tone: "completed" },
  FAILED: { icon: CircleX, tone: "failed" },
  HANDLED: { icon: CircleX, tone: "waiting" },
  RUNNING: { icon: CircleDot, tone: "running" },
  PAUSED: { icon: CirclePause, tone: "paused" },
  CANCELLING: { icon: Ban, tone: "waiting" },
  CANCELLED: { icon: Ban, tone: "cancelled" },
  WAITING: { icon: Hourglass, tone: "waiting" },
  SKIPPED: { icon: SkipForward, tone: "cancelled" },
};

const OTHER = { icon: CircleDashed, tone: "cancelled" };

/** A status in colour, with an icon and its word: never by colour alone. */
export function StatusBadge({ status, label }: { status: string; label?: string }) {
  const { icon: Icon, tone } = LOOKS[status] ?? OTHER;
  return (
    <span className={`${styles.badge} ${styles[tone]}`} data-status={status}>
      <Icon size={13} aria-hidden />
      {label ?? status.charAt(0) + status.slice(1).toLowerCase()}
    </span>
  );
}

export function StatusIcon({ status, size = 15 }: { status: string; size?: number }) {
  const { icon: Icon, tone } = LOOKS[status] ?? OTHER;
  return <Icon size={size} className={`${styles.icon} ${styles[`${tone}Ink`]}`} aria-hidden />;
}
