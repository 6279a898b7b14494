# Buckets, roles and, if asked for, the log project and the alarms of one deployment. The functions are made by `s deploy`.

terraform {
  required_providers {
    alicloud = {
      source  = "aliyun/alicloud"
      version = ">= 1.246.0"
    }
  }
}

locals {
  functions = toset(["callback", "ingest", "reconcile"])

  # Days after which the ledger forgets. What is not named here never expires.
  lifecycle_days = {
    "r/"  = 120
    "a/"  = 120
    "t/"  = 120
    "w/"  = 120
    "i/"  = 120
    "e/"  = 120
    "bd/" = 7
    "u/"  = 180
  }

  # The policies of src/policies with the names of this deployment: a resource of the media bucket once for each bucket.
  policies = {
    for function in local.functions : function => jsonencode({
      Version = "1"
      Statement = [
        for statement in jsondecode(file("${path.module}/../../src/policies/${function}.json")).Statement : {
          Effect = statement.Effect
          Action = statement.Action
          Resource = distinct(flatten([
            for resource in flatten([statement.Resource]) : [
              for bucket in var.media_buckets :
              endswith(resource, "/fc-workflow-trigger-reconcile") ? replace(resource, "fc-workflow-trigger-reconcile", "${var.app_prefix}-reconcile") :
              length(regexall(":ledger(/|$)", resource)) > 0 ? replace(resource, ":ledger", ":${var.ledger_bucket}") :
              replace(resource, ":media-in", ":${bucket}")
            ]
          ]))
        }
      ]
    })
  }

  # The files of ops/sls and ops/cloudmonitor with the names of this deployment, as `fcwt ops render` writes them.
  names = {
    region       = data.alicloud_regions.current.regions[0].id
    project      = var.log_project
    logstore     = "functions"
    prefix       = var.app_prefix
    actionPolicy = var.action_policy
    contactGroup = var.contact_group
  }

  log_alarms = var.log_project == "" || var.action_policy == "" ? {} : {
    for file in fileset("${path.module}/../sls/alerts", "*.json") :
    trimsuffix(file, ".json") => jsondecode(templatefile("${path.module}/../sls/alerts/${file}", local.names))
  }

  function_alarms = var.contact_group == "" ? {} : {
    for rule in jsondecode(templatefile("${path.module}/../cloudmonitor/rules.json", local.names)) : rule.RuleId => rule
  }
}

data "alicloud_regions" "current" {
  current = true
}

resource "alicloud_oss_bucket" "media" {
  for_each = var.create_media_buckets ? toset(var.media_buckets) : toset([])
  bucket   = each.value

  lifecycle {
    ignore_changes = [acl]
  }
}

resource "alicloud_oss_bucket_acl" "media" {
  for_each = alicloud_oss_bucket.media
  bucket   = each.value.bucket
  acl      = "private"
}

# Versioning must never be switched on here: OSS then ignores the condition under which records are written.
resource "alicloud_oss_bucket" "ledger" {
  bucket = var.ledger_bucket

  dynamic "lifecycle_rule" {
    for_each = local.lifecycle_days

    content {
      id      = trimsuffix(lifecycle_rule.key, "/")
      prefix  = lifecycle_rule.key
      enabled = true

      expiration {
        days = lifecycle_rule.value
      }
    }
  }

  lifecycle {
    ignore_changes  = [acl]
    prevent_destroy = true
  }
}

resource "alicloud_oss_bucket_acl" "ledger" {
  bucket = alicloud_oss_bucket.ledger.bucket
  acl    = "private"
}

resource "alicloud_ram_role" "function" {
  for_each = local.functions
  name     = "${var.app_prefix}-${each.key}"
  document = file("${path.module}/../../src/policies/trust.json")
}

resource "alicloud_ram_policy" "function" {
  for_each        = local.functions
  policy_name     = "${var.app_prefix}-${each.key}"
  policy_document = local.policies[each.key]
}

resource "alicloud_ram_role_policy_attachment" "function" {
  for_each    = local.functions
  policy_name = alicloud_ram_policy.function[each.key].policy_name
  policy_type = "Custom"
  role_name   = alicloud_ram_role.function[each.key].name
}

resource "alicloud_log_project" "logs" {
  count        = var.log_project == "" ? 0 : 1
  project_name = var.log_project
  description  = "Logs of FcWorkflowTrigger"
}

resource "alicloud_log_store" "functions" {
  count            = var.log_project == "" ? 0 : 1
  project_name     = alicloud_log_project.logs[0].project_name
  logstore_name    = "functions"
  retention_period = 90
  shard_count      = 1
}

resource "alicloud_log_store_index" "functions" {
  count    = var.log_project == "" ? 0 : 1
  project  = alicloud_log_project.logs[0].project_name
  logstore = alicloud_log_store.functions[0].logstore_name

  full_text {
    case_sensitive  = false
    include_chinese = true
  }
}

resource "alicloud_sls_alert" "log" {
  for_each     = local.log_alarms
  project_name = alicloud_log_project.logs[0].project_name
  alert_name   = each.value.name
  display_name = each.value.displayName
  description  = each.value.description
  depends_on   = [alicloud_log_store_index.functions]

  schedule {
    type     = each.value.schedule.type
    interval = each.value.schedule.interval
  }

  configuration {
    version       = each.value.configuration.version
    type          = each.value.configuration.type
    dashboard     = "internal-alert-analysis"
    threshold     = each.value.configuration.threshold
    no_data_fire  = each.value.configuration.noDataFire
    send_resolved = each.value.configuration.sendResolved

    dynamic "query_list" {
      for_each = each.value.configuration.queryList

      content {
        query          = query_list.value.query
        time_span_type = query_list.value.timeSpanType
        start          = query_list.value.start
        end            = query_list.value.end
        store_type     = query_list.value.storeType
        project        = query_list.value.project
        store          = query_list.value.store
        region         = query_list.value.region
        power_sql_mode = query_list.value.powerSqlMode
      }
    }

    group_configuration {
      type   = each.value.configuration.groupConfiguration.type
      fields = each.value.configuration.groupConfiguration.fields
    }

    condition_configuration {
      condition       = each.value.configuration.conditionConfiguration.condition
      count_condition = each.value.configuration.conditionConfiguration.countCondition
    }

    dynamic "severity_configurations" {
      for_each = each.value.configuration.severityConfigurations

      content {
        severity = severity_configurations.value.severity

        eval_condition {
          condition       = severity_configurations.value.evalCondition.condition
          count_condition = severity_configurations.value.evalCondition.countCondition
        }
      }
    }

    dynamic "annotations" {
      for_each = each.value.configuration.annotations

      content {
        key   = annotations.value.key
        value = annotations.value.value
      }
    }

    dynamic "labels" {
      for_each = each.value.configuration.labels

      content {
        key   = labels.value.key
        value = labels.value.value
      }
    }

    policy_configuration {
      alert_policy_id  = each.value.configuration.policyConfiguration.alertPolicyId
      action_policy_id = each.value.configuration.policyConfiguration.actionPolicyId
      repeat_interval  = each.value.configuration.policyConfiguration.repeatInterval
    }
  }
}

resource "alicloud_cms_alarm" "function" {
  for_each          = local.function_alarms
  name              = each.value.RuleName
  project           = each.value.Namespace
  metric            = each.value.MetricName
  metric_dimensions = each.value.Resources
  period            = tonumber(each.value.Period)
  silence_time      = each.value.SilenceTime
  contact_groups    = [each.value.ContactGroups]

  escalations_critical {
    statistics          = each.value["Escalations.Critical.Statistics"]
    comparison_operator = { GreaterThanThreshold = ">" }[each.value["Escalations.Critical.ComparisonOperator"]]
    threshold           = each.value["Escalations.Critical.Threshold"]
    times               = each.value["Escalations.Critical.Times"]
  }
}
