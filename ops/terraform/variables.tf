variable "media_buckets" {
  description = "Uploads to them start workflows."
  type        = list(string)

  validation {
    condition     = length(var.media_buckets) > 0
    error_message = "At least one bucket is needed."
  }
}

variable "create_media_buckets" {
  description = "False where they exist already."
  type        = bool
  default     = true
}

variable "ledger_bucket" {
  description = "A private bucket of its own that has never been versioned."
  type        = string
}

variable "app_prefix" {
  description = "What the names of functions and roles begin with: APP_PREFIX of .env."
  type        = string
  default     = "fc-workflow-trigger"
}

variable "log_project" {
  description = "The name of a log project to make; empty where logConfig: auto of s.yaml makes one."
  type        = string
  default     = ""
}

variable "action_policy" {
  description = "The action policy of Simple Log Service that the alarms on the log use; empty for none of these alarms. They need log_project."
  type        = string
  default     = ""
}

variable "contact_group" {
  description = "The contact group of CloudMonitor that the alarms on the functions tell; empty for none of these alarms."
  type        = string
  default     = ""
}
